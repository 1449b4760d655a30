import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** An element: its name and attributes in lower case, values with their character references resolved. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The elements of a document in the order they are written; comments and the text of scripts are passed over. */
export function htmlElements(html: string): readonly HtmlElement[] {
  const elements: HtmlElement[] = [];
  // A document may nest deeper than calls can.
  const pending: Tree.ChildNode[] = [
    ...parse(html, { scriptingEnabled: false }).childNodes,
  ].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!('attrs' in node)) continue;
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value] as const));
    elements.push({ tag: node.tagName, attributes });
    const { childNodes } = 'content' in node ? node.content : node;
    for (let at = childNodes.length - 1; at >= 0; at -= 1)
      pending.push(childNodes[at] as Tree.ChildNode);
  }
  return elements;
}
