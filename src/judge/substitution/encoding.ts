/** A catalog value as it has to stand in a URL: NFC, UTF-8, and only RFC 3986 `unreserved` characters bare. */
export function encoded(raw: string): string {
  return encodeURIComponent(raw.normalize('NFC')).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** True when both are the same to the byte; the digits of an escape may be of either case. */
export function encodesAs(observed: string, expected: string): boolean {
  return upperEscapes(observed) === upperEscapes(expected);
}

/** True when nothing but unreserved characters and escapes stands there. */
export function onlyUnreserved(observed: string): boolean {
  return /^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*$/.test(observed);
}

/** Offset of the first byte that differs. */
export function firstDifference(observed: string, expected: string): number {
  const [a, b] = [Buffer.from(upperEscapes(observed)), Buffer.from(upperEscapes(expected))];
  const at = [...a].findIndex((byte, index) => byte !== b[index]);
  return at === -1 ? a.length : at;
}

/** True when a value that is not what is due is still recognisably that value: badly encoded, cut off or expanded. */
export function relates(
  observed: string,
  { raw, encoded: due }: { readonly raw: string; readonly encoded: string },
): boolean {
  const once = decoded(observed);
  const readings = [observed, once, decoded(once), once.replaceAll('+', ' ')];
  const forms = new Set([raw, raw.normalize('NFC'), raw.normalize('NFD')]);
  return (
    readings.some((reading) => forms.has(reading)) ||
    readings.some((reading) => reading.length >= shortestStump && raw.startsWith(reading)) ||
    reExpansion(observed, due) !== null
  );
}

/** What is left of a value that broke out of its place must be this long to be known again. */
const shortestStump = 3;

/** The macro inside a value that was replaced where it should have stayed, and by what; null where none was. */
export function reExpansion(
  observed: string,
  due: string,
): { readonly macro: string; readonly by: string } | null {
  const nested = /%7B([A-Z0-9_]+)%7D/i.exec(due);
  if (!nested) return null;
  const [escape, name = ''] = nested;
  const before = due.slice(0, nested.index);
  const after = due.slice(nested.index + escape.length);
  if (before.length + after.length === 0) return null;
  const fits =
    observed.length >= before.length + after.length &&
    observed.startsWith(before) &&
    observed.endsWith(after);
  const by = observed.slice(before.length, observed.length - after.length);
  const isLiteral = decoded(decoded(by)) === `{${name}}`;
  return fits && !isLiteral ? { macro: `{${name}}`, by } : null;
}

function upperEscapes(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
