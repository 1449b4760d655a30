import type { Notice } from '../model/notice.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { informing } from './notices.ts';

/** A notice for each assertion a storyboard names and nobody judges. */
export function assertionNotices(
  storyboards: readonly Storyboard[],
  known: readonly string[],
): readonly Notice[] {
  return storyboards.flatMap((storyboard) =>
    [...namedBy(storyboard)]
      .filter((id) => !known.includes(id))
      .map(
        (id) =>
          `storyboard ${storyboard.id} names the assertion "${id}", which does not exist; nothing is judged by it.${didYouMean(id, known)}`,
      )
      .map(informing('unknown_assertion')),
  );
}

function namedBy({ assertions, phases }: Storyboard): ReadonlySet<string> {
  const muted = phases.flatMap(({ steps }) => steps.flatMap((step) => step.mutedAssertions));
  return new Set([...assertions.enable, ...assertions.disable, ...muted]);
}
