/** A start tag: its name and attributes in lower case, values with their character references resolved. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text, whatever it looks like. */
const textOnly = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed', 'noframes']);

const attribute = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

/** The elements of a document in the order they are written; comments and the text of scripts are passed over. */
export function htmlElements(html: string): readonly HtmlElement[] {
  const elements: HtmlElement[] = [];
  let at = 0;
  for (let open = html.indexOf('<', at); open !== -1; open = html.indexOf('<', at)) {
    const name = nameAt(html, open + 1);
    if (name === null) {
      at = endOfOther(html, open);
      continue;
    }
    const tag = name.toLowerCase();
    const { attributes, end } = attributesFrom(html, open + 1 + name.length);
    elements.push({ tag, attributes });
    at = textOnly.has(tag) ? closing(html, tag, end) : end;
  }
  return elements;
}

function nameAt(html: string, at: number): string | null {
  const name = /[a-z][^\s/>]*/iy;
  name.lastIndex = at;
  return name.exec(html)?.[0] ?? null;
}

/** Behind a comment, an end tag, a declaration or a lone `<`. */
function endOfOther(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return behind(html, '-->', open + 4);
  return /[!?/]/.test(html[open + 1] ?? '') ? behind(html, '>', open) : open + 1;
}

function behind(html: string, end: string, from: number): number {
  const found = html.indexOf(end, from);
  return found === -1 ? html.length : found + end.length;
}

function attributesFrom(html: string, from: number) {
  const attributes = new Map<string, string>();
  let end = from;
  attribute.lastIndex = from;
  for (let match = attribute.exec(html); match; match = attribute.exec(html)) {
    const [, name = '', double, single, bare] = match;
    const key = name.toLowerCase();
    // The first of two attributes of one name counts.
    if (!attributes.has(key)) attributes.set(key, resolved(double ?? single ?? bare ?? ''));
    end = attribute.lastIndex;
  }
  return { attributes, end: behind(html, '>', end) };
}

function closing(html: string, tag: string, from: number): number {
  const end = new RegExp(`</${tag}(?=[\\s/>])`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

const named: Readonly<Partial<Record<string, string>>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function resolved(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (reference: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? reference;
      const code = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
      return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
    },
  );
}
