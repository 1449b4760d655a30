import { distance } from 'fastest-levenshtein';

/** The candidate closest to a misspelt word, or null when none is close enough to be meant. */
export function closest(word: string, candidates: Iterable<string>): string | null {
  let best: { readonly word: string; readonly edits: number } | null = null;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (best === null || edits < best.edits) best = { word: candidate, edits };
  }
  return best && best.edits <= Math.max(2, Math.floor(word.length / 3)) ? best.word : null;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = closest(word, candidates);
  return found === null ? '' : ` Did you mean "${found}"?`;
}
