import { authoredValidations } from './authored.ts';
import type { LintRule } from './rule.ts';

/** Longest pattern accepted without a word, in characters. */
const longest = 200;

/** An agent chooses the text a pattern runs on, so a pattern must not take exponential time. */
export const patterns: LintRule = {
  ids: ['costly-pattern'],
  summary: 'A pattern is short and repeats nothing that repeats.',

  check({ steps }) {
    for (const { validation, place } of steps.flatMap(authoredValidations)) {
      const { pattern } = validation;
      const cost = typeof pattern === 'string' ? costOf(pattern) : null;
      if (cost === null) continue;
      place
        .child('pattern')
        .warning(
          'costly-pattern',
          `the pattern ${cost}`,
          'write it without nested repetition and without back references',
        );
    }
  },
};

function costOf(pattern: string): string | null {
  if (pattern.length > longest) return `has ${pattern.length} characters; ${longest} are enough`;
  const bare = pattern.replace(/\\[^1-9k]/g, '_').replace(/\[[^\]]*\]/g, '_');
  if (/\\[1-9k]/.test(bare)) return 'refers back to what it matched';
  return repeatsRepetition(bare) ? 'repeats a group that repeats' : null;
}

/** True where a group that holds a `+`, `*` or `{n,}` is itself repeated. */
function repeatsRepetition(bare: string): boolean {
  const open: boolean[] = [];
  const repeated = (index: number) => /^(?:[+*]|\{\d+,)/.test(bare.slice(index));
  for (let index = 0; index < bare.length; index += 1) {
    if (bare[index] === '(') open.push(false);
    else if (bare[index] === ')') {
      const inner = open.pop() ?? false;
      if (inner && repeated(index + 1)) return true;
      if (inner) markOuter(open);
    } else if (repeated(index)) markOuter(open);
  }
  return false;
}

function markOuter(open: boolean[]): void {
  if (open.length > 0) open[open.length - 1] = true;
}
