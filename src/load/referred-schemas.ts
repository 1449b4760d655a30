import type { SchemaSource } from '../model/schema.ts';
import type { Step, Storyboard } from '../model/storyboard.ts';

/** The schemas that steps and seedings of these storyboards are built and judged by. */
export function referredSchemas(
  storyboards: readonly Storyboard[],
  schemas: SchemaSource,
): ReadonlySet<string> {
  const refs = storyboards.flatMap(({ phases, fixtures }) => [
    ...phases.flatMap(({ steps }) => steps.flatMap((step) => refsOf(step, schemas))),
    ...(fixtures.length > 0 ? [schemas.requestRefOf('comply_test_controller')] : []),
  ]);
  return new Set(refs.filter((ref) => ref !== null));
}

function refsOf({ action, expectation }: Step, schemas: SchemaSource): readonly (string | null)[] {
  const judged = expectation.responseSchemaRef;
  if (action.kind === 'call') {
    const { schemaRef, task } = action.request;
    return [judged, schemaRef, schemas.requestRefOf(task)];
  }
  const payload =
    action.kind === 'runner_task' ? action.params['webhook_payload_schema_ref'] : null;
  return [judged, typeof payload === 'string' ? payload : null];
}
