/** What stands in a URL where the template has a macro. */
export interface Observed {
  readonly macro: string;
  /** To the byte, as it is written. */
  readonly value: string;
  readonly url: string;
}

/** Relative URLs of a preview are read as below this one. */
const base = 'https://observer.test/';

/** A template that is nothing but a macro. */
export function isWholeMacro(template: string): boolean {
  return /^\{[^{}]+\}$/.test(template);
}

/** The values a URL has at the macros of a template: query by key and then by position, path by index; none for another URL. */
export function align(template: string, url: string): readonly Observed[] {
  if (isWholeMacro(template)) return [{ macro: template, value: url, url }];
  const [ours, theirs] = [partsOf(template), partsOf(url)];
  if (ours.host !== theirs.host || ours.path.length !== theirs.path.length) return [];
  const isOther = ours.path.some(
    (segment, at) => macrosIn(segment).length === 0 && segment !== theirs.path[at],
  );
  if (isOther) return [];
  return [
    ...ours.path.flatMap((segment, at) => valueAt(segment, theirs.path[at] ?? '', url)),
    ...queryValues(ours.query, theirs.query, url),
  ];
}

/** The scheme a URL of a preview has for a browser. */
export function schemeOf(url: string): string {
  return URL.canParse(url, base) ? new URL(url, base).protocol : '';
}

interface Parts {
  readonly host: string;
  readonly path: readonly string[];
  readonly query: readonly Pair[];
}

interface Pair {
  /** As a server reads it. */
  readonly key: string;
  readonly value: string;
}

/** Split as it is written: parsing would encode what the seller left as it was. */
function partsOf(url: string): Parts {
  const [, path = '', query = ''] =
    /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  const pairs = query === '' ? [] : query.split('&').map(pairOf);
  const host = URL.canParse(url, base) ? new URL(url, base).host : '';
  return { host, path: path.split('/'), query: pairs };
}

function pairOf(text: string): Pair {
  const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
  return { key: [...new URLSearchParams(`${key}=`).keys()][0] ?? '', value };
}

function queryValues(
  ours: readonly Pair[],
  theirs: readonly Pair[],
  url: string,
): readonly Observed[] {
  return ours.flatMap(({ key, value }, at) => {
    const nth = ours.slice(0, at).filter((pair) => pair.key === key).length;
    const aligned = theirs.filter((pair) => pair.key === key)[nth];
    return aligned === undefined ? [] : valueAt(value, aligned.value, url);
  });
}

/** A part of a template holds one macro with fixed text around it. */
function valueAt(part: string, observed: string, url: string): readonly Observed[] {
  const [macro] = macrosIn(part);
  if (macro === undefined) return [];
  const [before = '', after = ''] = part.split(macro);
  const fits = observed.startsWith(before) && observed.endsWith(after);
  const value = observed.slice(before.length, observed.length - after.length);
  return [{ macro, value: fits ? value : observed, url }];
}

function macrosIn(text: string): readonly string[] {
  return text.match(/\{[^{}]+\}/g) ?? [];
}
