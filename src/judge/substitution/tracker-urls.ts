import { htmlElements, type HtmlElement } from './html-elements.ts';

/** The attributes that URLs are taken from: a closed list (substitution-observer contract). */
const places: readonly (readonly [tag: string, attribute: string])[] = [
  ['a', 'href'],
  ['img', 'src'],
  ['img', 'srcset'],
  ['iframe', 'src'],
  ['source', 'src'],
  ['source', 'srcset'],
  ['link', 'href'],
  ['meta', 'content'],
  ['*', 'data-impression-url'],
  ['*', 'data-click-url'],
  ['*', 'data-tracker-url'],
  ['*', 'data-vast-url'],
];

/** Every URL a preview shows where a tracker may stand, as it is written. */
export function trackerUrls(html: string): readonly string[] {
  return htmlElements(html).flatMap((element) => places.flatMap((place) => urlsAt(element, place)));
}

function urlsAt(
  { tag, attributes }: HtmlElement,
  [wanted, name]: readonly [string, string],
): readonly string[] {
  const value = wanted === '*' || wanted === tag ? attributes.get(name) : undefined;
  if (value === undefined) return [];
  if (name === 'srcset') return sourcesOf(value);
  const written = value.trim();
  if (name !== 'content') return [written];
  const target = /^[\d.]+\s*[;,]\s*url\s*=\s*(.*)$/is.exec(written)?.[1];
  return [target === undefined ? written : target.replace(/^['"]|['"]$/g, '')];
}

/** The URLs of a `srcset`: each may be followed by a descriptor, and may hold commas of its own. */
function sourcesOf(srcset: string): readonly string[] {
  const urls = srcset.matchAll(/[\s,]*([^\s,]\S*)((?:\s+[^\s,]+)*\s*,|[^,]*$)?/g);
  return [...urls].flatMap(([, url = '']) => url.replace(/,+$/, '') || []);
}
