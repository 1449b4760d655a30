import type { Sourced } from '../model/subject.ts';
import type { GivenContext } from '../run/memory.ts';

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
