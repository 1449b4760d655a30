import type { Json, JsonObject } from '../model/json.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { isObject, listOf } from '../support/json.ts';
import { idOf } from './phase-rules.ts';
import type { Place } from './place.ts';

/** Reports every `provides_state_for` of a phase that names anything but another stateful step of it, or closes a circle. */
export function checkStateRules(steps: readonly Json[], place: Place): void {
  const provided = new Map<string, readonly string[]>();
  for (const [index, step] of steps.entries()) {
    if (!isObject(step)) continue;
    const key = providesKeyOf(step);
    const targets = providedBy(step);
    if (targets.length === 0) continue;
    provided.set(idOf(step) ?? '', targets);
    checkTargets({ steps, step, targets }, place.child(index, key));
  }
  reportCircles(steps, provided, place);
}

/** The ids an authored step stands in for, under either spelling. */
function providedBy(step: JsonObject): readonly string[] {
  const value = step[providesKeyOf(step)];
  return typeof value === 'string'
    ? [value]
    : listOf(value).filter((item): item is string => typeof item === 'string');
}

function providesKeyOf(step: JsonObject): string {
  return Object.hasOwn(step, 'provides_state_for') ? 'provides_state_for' : 'peer_substitutes_for';
}

interface Provision {
  readonly steps: readonly Json[];
  readonly step: JsonObject;
  readonly targets: readonly string[];
}

function checkTargets({ steps, step, targets }: Provision, place: Place): void {
  if (step['stateful'] !== true) {
    place.error(
      'provides-state-for',
      'a step that provides state must itself be stateful',
      'add "stateful: true"',
    );
  }
  const ids = steps.map(idOf).filter((id) => id !== null);
  for (const target of targets) {
    const peer = steps.find((candidate) => idOf(candidate) === target);
    if (target === idOf(step)) {
      place.error(
        'provides-state-for',
        `step "${target}" provides state for itself`,
        'name a peer of the same phase',
      );
    } else if (!peer) {
      const meant = didYouMean(target, ids).trim().replace('Did', 'did');
      place.error(
        'provides-state-for',
        `no step of this phase is called "${target}"`,
        meant === '' ? `one of ${ids.join(', ')}` : meant,
      );
    } else if (isObject(peer) && peer['stateful'] !== true) {
      place.error(
        'provides-state-for',
        `step "${target}" is not stateful, so it needs no stand-in`,
        `add "stateful: true" to "${target}"`,
      );
    }
  }
}

function reportCircles(
  steps: readonly Json[],
  provided: ReadonlyMap<string, readonly string[]>,
  place: Place,
): void {
  for (const [index, step] of steps.entries()) {
    const id = idOf(step);
    if (id === null || !isObject(step) || !reaches(provided, id)) continue;
    place
      .child(index, providesKeyOf(step))
      .error(
        'provides-state-for',
        `step "${id}" and its peers provide state for each other in a circle`,
        'drop one direction',
      );
    return;
  }
}

/** True when following the stand-ins from `start` over at least one other step leads back to it. */
function reaches(provided: ReadonlyMap<string, readonly string[]>, start: string): boolean {
  const seen = new Set<string>();
  const open = (provided.get(start) ?? []).filter((id) => id !== start);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === start) return true;
    if (!seen.has(next)) open.push(...(provided.get(next) ?? []));
    seen.add(next);
  }
  return false;
}
