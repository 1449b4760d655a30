/** States in which a task has ended without what it was asked for, in A2A and in AdCP. */
export const failedStates: ReadonlySet<string> = new Set(['failed', 'rejected', 'canceled']);

/** States in which a task can still come to a result (`input-required` is one: the agent may get it elsewhere). */
export const runningStates: ReadonlySet<string> = new Set([
  'submitted',
  'working',
  'input-required',
]);
