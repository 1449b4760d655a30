import type { StoryboardPlan } from '../model/plan.ts';
import type { Step, Suite } from '../model/storyboard.ts';
import { authoredPayloads, resolveSubject, type SubjectOptions } from '../request/subject.ts';
import { mentions } from '../support/json.ts';
import type { Preparation } from './leisure.ts';
import type { Session } from './session.ts';
import type { Ungraded } from './storyboard.ts';
import { runnerTasks } from './tasks/registry.ts';

/** Looks through what every run asks for: where the schemas lie, and the storyboards' texts. */
export function* lookedThrough({ schemas, storyboards }: Suite): Preparation {
  yield schemas.requestRefOf('');
  for (const storyboard of storyboards) {
    // Its text is what every rule looks at first.
    for (const payload of authoredPayloads(storyboard)) mentions(payload, '');
    yield;
  }
}

/** Loads what the steps of a plan need, in their order: the schemas of requests, the code of runner tasks. */
export function* neededBy(
  plans: readonly StoryboardPlan[],
  session: Session,
  identity: SubjectOptions,
): Preparation {
  for (const { storyboard, steps, skip } of plans) {
    yield resolveSubject(storyboard, identity);
    for (const { step, skip: why } of skip === null ? steps : []) {
      if (why === null) yield* neededFor(step, session);
    }
  }
}

function* neededFor({ action }: Step, session: Session): Preparation {
  if (action.kind === 'runner_task') {
    const task = runnerTasks.find(({ name }) => name === action.task);
    // What cannot be loaded now is loaded again, and missed, when the step runs.
    yield task?.load?.().catch(() => undefined);
  } else if (action.kind === 'call') {
    yield session.operation(action.request.task, action.request.schemaRef);
  }
}

/** Judges the storyboards that do not apply: nothing is sent for them, whenever that is. */
export function* judgedAhead(
  plans: readonly StoryboardPlan[],
  judge: (plan: StoryboardPlan) => Promise<Ungraded>,
  judged: Map<StoryboardPlan, Promise<Ungraded>>,
): Preparation {
  for (const plan of plans) {
    if (plan.skip === null) continue;
    judged.set(plan, judge(plan));
    yield;
  }
}
