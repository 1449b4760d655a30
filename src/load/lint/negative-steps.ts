import type { JsonObject } from '../../model/json.ts';
import type { SchemaSource } from '../../model/schema.ts';
import { isObject } from '../../support/json.ts';
import { authoredValidations, textOf } from './authored.ts';
import type { AuthoredStepAt, LintRule } from './rule.ts';

/** A step that expects an error says which, and keeps the fault it is about. */
export const negativeSteps: LintRule = {
  ids: ['unnamed-error', 'mended-fault'],
  summary:
    'A negative step names the error it expects and keeps its fault on the way to the agent.',

  check({ steps, schemas }) {
    for (const at of steps) {
      if (at.step['expect_error'] !== true) continue;
      if (!namesError(at)) {
        at.place
          .child('expect_error')
          .warning(
            'unnamed-error',
            'any error passes this step',
            'add a validation with "check: error_code"',
          );
      }
      reportMended(at, schemas);
    }
  },
};

const naming = new Set(['error_code', 'http_status', 'http_status_in', 'on_401_require_header']);

/** Payloads that carry their error as a field are held to it by field checks. */
const errorPath = /^(?:adcp_error|errors?)(?:[.[]|$)/;

function namesError(at: AuthoredStepAt): boolean {
  return authoredValidations(at).some(
    ({ validation }) =>
      naming.has(textOf(validation['check'])) || errorPath.test(textOf(validation['path'])),
  );
}

const mendable = [
  { field: 'account', optOut: 'omit_account' },
  { field: 'brand', optOut: 'omit_brand' },
  { field: 'idempotency_key', optOut: 'omit_idempotency_key' },
];

/** What the runner fills in cannot be what the step is about, unless the author says so. */
function reportMended({ step, place, task }: AuthoredStepAt, schemas: SchemaSource): void {
  if (step['negative_path'] === 'payload_well_formed' || step['auth'] !== undefined) return;
  const request = isObject(step['sample_request']) ? step['sample_request'] : {};
  const required = requiredBy(step, task, schemas);
  for (const { field, optOut } of mendable) {
    if (!required.includes(field) || Object.hasOwn(request, field) || step[optOut] === true)
      continue;
    place
      .child('sample_request')
      .warning(
        'mended-fault',
        `the request has no ${field}, and the runner fills it in before sending`,
        `if the missing ${field} is the fault this step tests, add "${optOut}: true"`,
      );
  }
}

function requiredBy(step: JsonObject, task: string, schemas: SchemaSource): readonly string[] {
  const named = typeof step['schema_ref'] === 'string' ? schemas.read(step['schema_ref']) : null;
  const ref = schemas.requestRefOf(task);
  const schema = named ?? (ref === null ? null : schemas.read(ref));
  const required = schema?.['required'];
  return Array.isArray(required) ? (required as readonly string[]) : [];
}
