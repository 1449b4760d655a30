import type { Json } from '../../model/json.ts';

/** Deepest nesting accepted; code that walks a value calls itself once per level. */
const deepest = 256;

/** A JSON text as a value, or a sentence on why it is none. */
export function parseJson(text: string): { readonly value: Json } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'it is empty' };
  if (nestsTooDeep(text)) return { problem: `it nests deeper than ${deepest} levels` };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/** Looks at brackets outside strings only. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length && depth <= deepest; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) at = endOfString(text, at);
    else if (openers.has(char)) depth += 1;
    else if (closers.has(char)) depth -= 1;
  }
  return depth > deepest;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) {
    at += text.charCodeAt(at) === backslash ? 2 : 1;
  }
  return at;
}
