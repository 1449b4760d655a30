import type { Json, JsonObject } from '../model/json.ts';
import type { SkipCondition, SkipOperand, SkipTerm } from '../model/storyboard.ts';
import { sameJson } from '../support/json.ts';
import { valueAt } from '../support/path.ts';

/** What a `skip_if` may read, by its three roots. */
export interface SkipScope {
  readonly test_kit: JsonObject;
  readonly context: JsonObject;
  readonly agent: JsonObject;
}

/** True when the phase is to be skipped. A path that leads nowhere is undefined, as in `undefined != true`. */
export function holdsSkipIf(condition: SkipCondition, scope: SkipScope): boolean {
  return condition.any.some((term) => holdsTerm(term, scope));
}

function holdsTerm(term: SkipTerm, scope: SkipScope): boolean {
  const left = read(term.path, scope);
  if (term.kind === 'truthy') return isTruthy(left) !== term.negated;
  return sameJson(left, operand(term.right, scope)) === term.equal;
}

function read(path: string, scope: SkipScope): Json | undefined {
  return valueAt({ ...scope }, path);
}

function operand(right: SkipOperand, scope: SkipScope): Json | undefined {
  return right.kind === 'literal' ? right.value : read(right.path, scope);
}

function isTruthy(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}
