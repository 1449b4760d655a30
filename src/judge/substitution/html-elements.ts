import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** An element: its name and attributes in lower case, values with their character references resolved. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The elements of a document in the order they are written; comments and the text of scripts are passed over. */
export function htmlElements(html: string): readonly HtmlElement[] {
  return elementsBelow(parse(html, { scriptingEnabled: false }));
}

function elementsBelow(node: Tree.ParentNode): readonly HtmlElement[] {
  return node.childNodes.flatMap((child) => {
    if (!('attrs' in child)) return [];
    const attributes = new Map(child.attrs.map(({ name, value }) => [name, value] as const));
    const inside = 'content' in child ? child.content : child;
    return [{ tag: child.tagName, attributes }, ...elementsBelow(inside)];
  });
}
