import type { RunnerTask } from './task.ts';

/** Sends nothing: its `any_of` validations look at the flags earlier steps raised. */
export const assertContribution: RunnerTask = {
  name: 'assert_contribution',
  summary: 'Judges the flags that earlier steps contributed.',
  perform: () =>
    Promise.resolve({ kind: 'evidence', exchange: null, extraction: null, findings: [] }),
};
