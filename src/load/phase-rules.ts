import type { Json } from '../model/json.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { isObject, listOf } from '../support/json.ts';
import type { Place } from './place.ts';

/** Reports ids that stand twice, and `depends_on` that names anything but an earlier phase. */
export function checkPhaseRules(phases: readonly Json[], place: Place): void {
  checkUnique(phases, place, 'phase');
  checkStepIds(phases, place);
  for (const [index, phase] of phases.entries()) {
    checkDependencies(phases, index, isObject(phase) ? phase['depends_on'] : null, place);
  }
}

/** The `id` of an authored phase or step, where it has one. */
export function idOf(value: Json | undefined): string | null {
  const id = isObject(value) ? value['id'] : null;
  return typeof id === 'string' ? id : null;
}

function checkUnique(items: readonly Json[], place: Place, what: string): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    reportRepeated(idOf(item), seen, place.child(index, 'id'), what);
  }
}

function checkStepIds(phases: readonly Json[], place: Place): void {
  const seen = new Set<string>();
  for (const [index, phase] of phases.entries()) {
    const steps = isObject(phase) ? listOf(phase['steps']) : [];
    for (const [at, step] of steps.entries()) {
      reportRepeated(idOf(step), seen, place.child(index, 'steps', at, 'id'), 'step');
    }
  }
}

function reportRepeated(id: string | null, seen: Set<string>, place: Place, what: string): void {
  if (id === null) return;
  if (seen.has(id)) {
    place.error(
      `duplicate-${what}-id`,
      `two ${what}s of this storyboard are called "${id}"`,
      'rename one of them',
    );
  }
  seen.add(id);
}

function checkDependencies(
  phases: readonly Json[],
  index: number,
  dependsOn: Json | undefined,
  place: Place,
): void {
  const earlier = phases
    .slice(0, index)
    .map(idOf)
    .filter((id) => id !== null);
  const all = phases.map(idOf);
  for (const [at, name] of listOf(dependsOn).entries()) {
    if (typeof name !== 'string' || earlier.includes(name)) continue;
    place
      .child(index, 'depends_on', at)
      .error('depends-on', dependencyProblem(name, all, index), hintAmong(name, earlier));
  }
}

function dependencyProblem(name: string, all: readonly (string | null)[], index: number): string {
  if (all[index] === name) return `phase "${name}" depends on itself`;
  if (all.includes(name))
    return `phase "${name}" comes later; a phase depends on earlier ones only`;
  return `no phase of this storyboard is called "${name}"`;
}

function hintAmong(name: string, candidates: readonly string[]): string | null {
  const meant = didYouMean(name, candidates).trim().replace('Did', 'did');
  if (meant !== '') return meant;
  return candidates.length === 0
    ? 'drop it; nothing comes before this phase'
    : `one of ${candidates.join(', ')}`;
}
