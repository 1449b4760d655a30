import type { StoryboardPlan } from '../model/plan.ts';
import type { Preparation } from './leisure.ts';
import type { RunServices } from './services.ts';
import type { Session } from './session.ts';

/** Looks through what every run asks for: where the schemas lie and what earlier runs kept of them. */
export function* recalled(
  { schemas }: RunServices,
  validator: () => Session['validator'],
): Preparation {
  schemas.requestRefOf('');
  yield;
  validator().recall();
}

/** Reads the schemas that the requests and answers of a plan are held to, in the order of its steps. */
export function* schemasOf(plans: readonly StoryboardPlan[], session: Session): Preparation {
  for (const { steps, skip } of plans) {
    for (const { step, skip: why } of skip === null ? steps : []) {
      const { action, expectation } = step;
      if (why !== null || action.kind !== 'call') continue;
      session.operation(action.request.task, action.request.schemaRef);
      yield;
      if (expectation.responseSchemaRef !== null)
        yield* session.validator.prepare(expectation.responseSchemaRef);
    }
  }
}
