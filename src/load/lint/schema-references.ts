import { basename } from 'node:path';
import { closest } from '../../support/did-you-mean.ts';
import type { LintRule, LintSubject } from './rule.ts';

/** A schema that is not there judges nothing, and nobody would know. */
export const schemaReferences: LintRule = {
  ids: ['unknown-schema'],
  summary: 'A schema a step names is one of the suite’s.',

  check({ steps, schemas }) {
    if (schemas.root === null) return;
    for (const { step, place } of steps) {
      for (const key of keys) {
        const ref = step[key];
        if (typeof ref !== 'string' || ref.startsWith('$') || isThere(ref, schemas)) continue;
        const message = `there is no schema "${ref}" in ${schemas.root}`;
        const hint = hintFor(ref, schemas.paths());
        // A request is built by the schema of its task instead; an answer is judged by nothing instead.
        if (key === 'schema_ref') place.child(key).warning('unknown-schema', message, hint);
        else place.child(key).error('unknown-schema', message, hint);
      }
    }
  },
};

const keys = ['schema_ref', 'response_schema_ref', 'webhook_payload_schema_ref'];

/** Documents move between folders more often than they are misspelt. */
function hintFor(ref: string, paths: readonly string[]): string {
  const meant = paths.find((path) => basename(path) === basename(ref)) ?? closest(ref, paths);
  return meant === null ? 'name it by its path below that folder' : `did you mean "${meant}"?`;
}

/** What is there and broken is reported as that. */
function isThere(ref: string, schemas: LintSubject['schemas']): boolean {
  return schemas.read(ref) !== null || schemas.faultsIn([ref]).length > 0;
}
