import { distance } from 'fastest-levenshtein';
import { closest } from '../../support/did-you-mean.ts';
import { pseudoTasks } from '../language.ts';
import type { LintRule } from './rule.ts';

/** A misspelt task of the runner would be taken for a tool that no agent has, and skipped for ever. */
export const taskSpelling: LintRule = {
  ids: ['unknown-task'],
  summary: 'A task spelt almost like one of the runner’s own is one of the runner’s own.',

  check({ steps, schemas }) {
    for (const { task, place } of steps) {
      if (task === '' || pseudoTasks.includes(task)) continue;
      const meant = closest(task, pseudoTasks);
      if (meant === null || distance(task, meant) > 2 || schemas.requestRefOf(task) !== null)
        continue;
      place
        .child('task')
        .error('unknown-task', `no tool is called "${task}"`, `did you mean "${meant}"?`);
    }
  },
};
