import { createRequire } from 'node:module';
import type * as Re2 from 're2js';

/** A pattern ready to be searched for, or why it is none. */
export type Pattern = { search(text: string): boolean | 'too_long' } | { readonly problem: string };

/** Longest pattern accepted, in characters. */
const longestPattern = 512;

/** Longest text searched, in characters; the engine is linear, but not free. */
const longestText = 65_536;

/** An unanchored search by an engine that takes linear time: patterns are the author's, texts the agent's. */
export function searchPattern(source: string): Pattern {
  const known = patterns.get(source);
  if (known) return known;
  const pattern = compile(source);
  patterns.set(source, pattern);
  return pattern;
}

const patterns = new Map<string, Pattern>();

// Few suites have a pattern, and the engine's tables would be an eighth of all the code a run reads.
let engine: typeof Re2 | null = null;

function loaded(): typeof Re2 {
  engine ??= createRequire(import.meta.url)('re2js') as typeof Re2;
  return engine;
}

function compile(source: string): Pattern {
  if (source.length > longestPattern) {
    return { problem: `must have at most ${longestPattern} characters` };
  }
  const { RE2JS } = loaded();
  try {
    const regex = RE2JS.compile(source);
    return {
      search: (text) => (text.length > longestText ? 'too_long' : regex.matcher(text).find()),
    };
  } catch {
    return { problem: 'must be a regular expression without lookaround or back-references' };
  }
}
