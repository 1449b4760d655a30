/** A pattern ready to be searched for, or why it is none. */
export type Pattern = { search(text: string): boolean | 'too_long' } | { readonly problem: string };

/** Longest pattern accepted, in characters. */
const longestPattern = 512;

/** Longest text searched, in characters: patterns are the author's, texts the agent's, and a search may backtrack. */
const longestText = 4096;

/** An unanchored search for a JavaScript regular expression. */
export function searchPattern(source: string): Pattern {
  const known = patterns.get(source);
  if (known) return known;
  const pattern = compile(source);
  patterns.set(source, pattern);
  return pattern;
}

const patterns = new Map<string, Pattern>();

function compile(source: string): Pattern {
  if (source.length > longestPattern) {
    return { problem: `must have at most ${longestPattern} characters` };
  }
  try {
    const regex = new RegExp(source, 'u');
    return { search: (text) => (text.length > longestText ? 'too_long' : regex.test(text)) };
  } catch {
    return { problem: 'must be a regular expression' };
  }
}
