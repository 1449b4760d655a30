import { authoredValidations, textOf } from './authored.ts';
import type { LintRule } from './rule.ts';

/** A check that has nothing to judge by passes nothing and fails nothing. */
export const schemaChecks: LintRule = {
  ids: ['unjudged-schema'],
  summary: 'A response_schema check has a schema to judge by.',

  check({ steps, schemas }) {
    for (const at of steps) {
      const ref = textOf(at.step['response_schema_ref']);
      if (ref !== '' && schemas.root !== null) continue;
      for (const { validation, place } of authoredValidations(at)) {
        if (validation['check'] !== 'response_schema') continue;
        const [why, hint] =
          ref === ''
            ? ['the step names no schema', 'add "response_schema_ref: <path of the schema>"']
            : ['the suite has no schemas', 'give their directory with --schemas'];
        place.child('check').warning('unjudged-schema', `nothing is judged: ${why}`, hint);
      }
    }
  },
};
