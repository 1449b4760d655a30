import type { Notice } from '../model/notice.ts';

/** A notice, and the target it is about. */
export interface Heard {
  readonly about: string;
  readonly notice: Notice;
}

/** Makes notices of sentences that are for information. */
export function informing(code: string): (message: string) => Notice {
  return (message) => ({ severity: 'info', code, message });
}

/** Each notice once, in the order they were heard, with the targets it is about in front. */
export function toldOnce(heard: readonly Heard[]): readonly Notice[] {
  const told = new Map<string, { readonly notice: Notice; readonly about: Set<string> }>();
  for (const { notice, about } of heard) {
    const key = JSON.stringify(notice);
    const known = told.get(key) ?? { notice, about: new Set() };
    told.set(key, known);
    known.about.add(about);
  }
  return [...told.values()].map(({ notice, about }) => ({
    ...notice,
    message: `${[...about].join(', ')}: ${notice.message}`,
  }));
}
