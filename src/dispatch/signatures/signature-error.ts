/** Longest `WWW-Authenticate` that is read, in characters. */
const longest = 8192;

/** The `error` of the `Signature` challenge in a `WWW-Authenticate` header; null where there is none. */
export function signatureError(header: string | undefined): string | null {
  const text = header?.slice(0, longest) ?? '';
  const start = /(?:^|,)\s*Signature\s+/i.exec(text);
  if (!start) return null;
  const parameter = /\s*([\w-]+)=(?:"([^"]*)"|([^\s,"]*))\s*(?:,|$)/y;
  parameter.lastIndex = start.index + start[0].length;
  // The next challenge's name ends the row: it has no "=" behind it.
  for (let match = parameter.exec(text); match; match = parameter.exec(text)) {
    const [, name, quoted, plain] = match;
    if (name?.toLowerCase() === 'error') return quoted ?? plain ?? null;
  }
  return null;
}
