import type { RecordingValidator } from '../judge/schema-validator.ts';
import type { JsonObject, JsonPointer } from '../model/json.ts';
import type { Notice } from '../model/notice.ts';
import type { SchemaSource } from '../model/schema.ts';

/** Where suites of AdCP 3 keep the schema of the answer. */
const ref = 'protocol/get-adcp-capabilities-response.json';

/**
 * A notice for each place where what the agent says it can do is not what the schema allows: one cause, told before
 * the many failures and skips that can follow from it. None where the suite has no such schema.
 */
export async function capabilitiesFaults(
  capabilities: JsonObject | null,
  schemas: SchemaSource,
  openValidator: () => RecordingValidator,
): Promise<readonly Notice[]> {
  if (capabilities === null || schemas.read(ref) === null) return [];
  const validator = openValidator();
  await validator.ready(ref, capabilities);
  const verdict = validator.validate(ref, capabilities);
  if (verdict.kind !== 'invalid') return [];
  return verdict.errors.map(({ instance_path: pointer, message }) => ({
    severity: 'info',
    code: 'capabilities_response_schema_invalid',
    message: `get_adcp_capabilities answered what its schema does not allow at ${pointer || 'its top level'}: ${message}`,
    capabilityPointer: pointer as JsonPointer,
  }));
}
