/** A request's target as both sides of a signature write it. */
export interface CanonicalTarget {
  /** What `@target-uri` stands for. */
  readonly uri: string;
  /** What `@authority` stands for. */
  readonly authority: string;
}

/**
 * The canonical form of a signed URL (AdCP signing profile): lower-case scheme and host, no user, no default port, no
 * fragment, dot segments resolved, escapes in upper case and unreserved characters plain; the query stays byte for byte.
 * Null where the URL has no usable host.
 */
export function canonicalTarget(url: string): CanonicalTarget | null {
  const written = /^https?:\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(url);
  const authority = written?.[1]?.replace(/^.*@/, '') ?? '';
  if (written === null || !isAuthority(authority) || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  const path = plainEscapes(parsed.pathname);
  return {
    uri: `${parsed.protocol}//${parsed.host}${path}${written[3] ?? ''}`,
    authority: parsed.host,
  };
}

/** A host with an optional port; an address of IPv6 stands in brackets and names no zone. */
function isAuthority(authority: string): boolean {
  return /^(\[[^\]%]+\]|[^:[\]]+)(:\d*)?$/.test(authority);
}

function plainEscapes(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
}
