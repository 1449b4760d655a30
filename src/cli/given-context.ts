import type { Storyboard } from '../model/storyboard.ts';
import type { Sourced } from '../model/subject.ts';
import { printable } from '../report/escape.ts';
import type { GivenContext } from '../run/memory.ts';
import { didYouMean } from '../support/did-you-mean.ts';

/** The values of `--context name=value`; what the user sets goes before what the embedded agent offers. */
export function givenContext(
  given: readonly string[],
  offered: ReadonlyMap<string, Sourced<string>> = new Map(),
): GivenContext {
  const set = given.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name, { value: value.join('='), origin: '--context' }] as const;
  });
  return new Map([...offered, ...set]);
}

/** What is likely a slip in `--context`: a name that no storyboard reads, and one that is given twice. */
export function contextSlips(
  given: readonly string[],
  storyboards: readonly Storyboard[],
): readonly string[] {
  if (given.length === 0) return [];
  const names = given.map((pair) => pair.split('=')[0] ?? '');
  const text = JSON.stringify(
    storyboards.map(({ context, fixtures, phases }) => [context, fixtures, phases]),
  );
  const read = new Set([...text.matchAll(/\bcontext\.(\w+)/g)].map(([, name = '']) => name));
  const isRead = (name: string) => read.has(name) || text.includes(JSON.stringify(name));
  return [...new Set(names)].flatMap((name) => [
    ...(isRead(name)
      ? []
      : [`--context ${printable(name)}: no storyboard reads it.${didYouMean(name, read)}`]),
    ...(names.indexOf(name) === names.lastIndexOf(name)
      ? []
      : [`--context ${printable(name)}: given twice; the last value counts.`]),
  ]);
}
