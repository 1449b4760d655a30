/** A URL with scheme and host in lower case and without a default port; path, query and fragment to the letter. */
export function withOriginNormalised(text: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text);
  if (!parts) return text;
  const [, rawScheme = '', authority = '', rest = ''] = parts;
  const scheme = rawScheme.toLowerCase();
  const host = authority.toLowerCase().replace(defaultPorts[scheme] ?? /$^/, '');
  return `${scheme}://${host}${rest}`;
}

const defaultPorts: Readonly<Record<string, RegExp>> = { http: /:80$/, https: /:443$/ };

/** The agent a URL means, however it is reached: no trailing slash, transport suffix or agent card path. */
export function agentOf(text: string): string {
  return withOriginNormalised(text)
    .replace(/\/+$/, '')
    .replace(/\/\.well-known\/agent(?:-card)?\.json$/, '')
    .replace(/\/(?:mcp|a2a|sse)$/, '')
    .replace(/\/+$/, '');
}
