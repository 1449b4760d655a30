import { closest } from '../../support/did-you-mean.ts';
import type { Place } from '../place.ts';
import { authoredValidations, textOf } from './authored.ts';
import type { AuthoredStepAt, LintRule } from './rule.ts';

/** Steps that name other steps name steps that exist. */
export const stepReferences: LintRule = {
  ids: ['unknown-step'],
  summary:
    'triggered_by, same_event_as, since, contributes_if and tokens name steps of the storyboard.',

  check({ steps }) {
    const ids = steps.map(({ step }) => textOf(step['id']));
    for (const reference of steps.flatMap(referencesOf)) {
      if (ids.includes(reference.id)) continue;
      const meant = closest(reference.id, ids);
      reference.place.error(
        'unknown-step',
        `no step of this storyboard is called "${reference.id}"`,
        meant === null ? 'name a step of this storyboard' : `did you mean "${meant}"?`,
      );
    }
  },
};

interface Reference {
  readonly id: string;
  readonly place: Place;
}

function referencesOf(at: AuthoredStepAt): readonly Reference[] {
  const { step, place } = at;
  const direct = ['triggered_by', 'same_event_as'].map((key) => ({
    id: step[key],
    place: place.child(key),
  }));
  const condition = /^\s*prior_step\.([^.\s]+)\.passed\s*$/.exec(textOf(step['contributes_if']));
  const since = authoredValidations(at).map(({ validation, place: entry }) => ({
    id: validation['since'],
    place: entry.child('since'),
  }));
  const all = [...direct, ...since, { id: condition?.[1], place: place.child('contributes_if') }];
  return all.flatMap(({ id, place: found }) =>
    typeof id === 'string' ? [{ id, place: found }] : [],
  );
}
