import type { Json } from '../../model/json.ts';

/** Deepest nesting accepted; code that walks a value calls itself once per level. */
const deepest = 256;

/** A JSON text as a value, or a sentence on why it is none. */
export function parseJson(text: string): { readonly value: Json } | { readonly problem: string } {
  if (text.trim() === '') return { problem: 'it is empty' };
  try {
    const value = JSON.parse(text) as Json;
    return mayNestDeeper(text, deepest) && nestsDeeper(value, deepest)
      ? { problem: `it nests deeper than ${deepest} levels` }
      : { value };
  } catch (error) {
    return { problem: withoutText(error instanceof Error ? error.message : String(error)) };
  }
}

/** The engine repeats a piece of the text, and the piece may be half a secret. */
function withoutText(message: string): string {
  return message.replace(/, (\.\.\.)?".*$/s, '');
}

/** A text nests no deeper than it opens lists and objects, and most open few. */
function mayNestDeeper(text: string, levels: number): boolean {
  let opened = 0;
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      opened += 1;
      if (opened > levels) return true;
    }
  }
  return false;
}

function nestsDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const child of Object.values(value)) if (nestsDeeper(child, levels - 1)) return true;
  return false;
}
