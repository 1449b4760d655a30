import type { JsonObject } from '../model/json.ts';
import type { Skip } from '../model/step-result.ts';
import type { Step } from '../model/storyboard.ts';
import { asksForAssets } from '../request/build-assets.ts';
import { isObject, objectsIn } from '../support/json.ts';
import { buildIn } from './build-in.ts';
import type { StoryboardMemory } from './memory.ts';
import type { StepScope } from './scope.ts';

/** True for a step whose request the test kit's assets go into. */
export function wantsAssets({ action }: Step): boolean {
  return action.kind === 'call' && asksForAssets(action.request.payload);
}

/** Why a storyboard must stop before its next call: a step to come wants assets that the test kit has not. */
export function missingAssets(ahead: readonly StepScope[]): Skip | null {
  for (const scope of ahead) {
    const { action } = scope.step;
    if (action.kind !== 'call') continue;
    const built = buildIn(scope, action.request);
    if (built.kind !== 'no_fixture' || !built.isFinal) continue;
    return { reason: 'fixture_unavailable', detail: built.detail };
  }
  return null;
}

/** The creative formats that answers of this storyboard told. */
export function formatsTold({ results }: StoryboardMemory): readonly JsonObject[] {
  return [...results.values()].flatMap((result) => {
    if (result.task !== 'list_creative_formats' || result.verdict !== 'passed') return [];
    const payload = result.extraction?.payload;
    const formats = isObject(payload) ? payload['formats'] : null;
    return objectsIn(formats);
  });
}
