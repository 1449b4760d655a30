import type { StoryboardPlan } from '../model/plan.ts';
import type { Step } from '../model/storyboard.ts';
import type { Preparation } from './leisure.ts';
import type { RunServices } from './services.ts';
import type { Session } from './session.ts';
import type { Grade } from './storyboard.ts';
import { runnerTasks } from './tasks/registry.ts';

/** Looks through what every run asks for: where the schemas lie and what earlier runs kept of them. */
export function* recalled(
  { schemas }: RunServices,
  validator: () => Session['validator'],
): Preparation {
  schemas.requestRefOf('');
  yield;
  validator().recall();
}

/** Loads what the steps of a plan need, in their order: the schemas of requests and answers, the code of runner tasks. */
export function* neededBy(plans: readonly StoryboardPlan[], session: Session): Preparation {
  for (const { steps, skip } of plans) {
    for (const { step, skip: why } of skip === null ? steps : []) {
      if (why === null) yield* neededFor(step, session);
    }
  }
}

function* neededFor({ action, expectation }: Step, session: Session): Preparation {
  if (action.kind === 'runner_task') {
    const task = runnerTasks.find(({ name }) => name === action.task);
    // What cannot be loaded now is loaded again, and missed, when the step runs.
    yield task?.load?.().catch(() => undefined);
  } else if (action.kind === 'call') {
    yield session.operation(action.request.task, action.request.schemaRef);
    const { responseSchemaRef: ref } = expectation;
    if (ref !== null) yield* session.validator.prepare(ref);
  }
}

/** Judges the storyboards that do not apply: nothing is sent for them, whenever that is. */
export function* judgedAhead(
  plans: readonly StoryboardPlan[],
  judge: (plan: StoryboardPlan) => Promise<Grade>,
  judged: Map<StoryboardPlan, Promise<Grade>>,
): Preparation {
  for (const plan of plans) {
    if (plan.skip === null) continue;
    judged.set(plan, judge(plan));
    yield;
  }
}
