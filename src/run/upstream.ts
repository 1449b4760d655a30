import { digestOf, identifierValues, mostDigests } from '../judge/upstream/identifiers.ts';
import type { UpstreamEvidence, UpstreamWindow } from '../model/evidence.ts';
import type { Answered } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { StepResult } from '../model/step-result.ts';
import type { Validation } from '../model/storyboard.ts';
import { controllerTask } from '../request/controller.ts';
import { askController, type KnownScenarios } from './controller.ts';
import type { StepScope } from './scope.ts';
import { skippedStep } from './step-frame.ts';

/** How far the agent's clock may be behind, in milliseconds (storyboard language, 7.6: 50 to 250). */
const skewMs = 250;

const scenario = 'query_upstream_traffic';

/** The request whose consequences are looked at. */
type Asked = Pick<Answered, 'request' | 'sentAt'>;

/** Asks what the agent called while it worked, one question per window; undefined where no validation wants to know, null when the run ended. */
export async function observeUpstream(
  scope: StepScope,
  exchange: Asked,
): Promise<UpstreamEvidence | undefined | null> {
  const demands = demandsOf(scope).map(({ params }) => params ?? {});
  if (demands.length === 0) return undefined;
  const known = await scope.session.scenarios.of(scope);
  if (scope.session.signal.aborted) return null;
  const lacking = whyLacking(known);
  if (lacking !== null) return lacking;
  const windows = new Map<string, UpstreamWindow>();
  for (const since of new Set(demands.map(sinceOf))) {
    const start = startOf(since, scope, exchange);
    if (start === null) continue;
    const inWindow = demands.filter((demand) => sinceOf(demand) === since);
    const answer = await askController(scope, question(start, inWindow, exchange.request.payload));
    if (answer?.exchange.kind === 'unanswered' && answer.exchange.reason === 'aborted') return null;
    if (answer !== null) windows.set(since, answer);
  }
  return { kind: 'queried', windows };
}

/** Why the controller cannot be asked; null where it can. */
function whyLacking(known: KnownScenarios): UpstreamEvidence | null {
  switch (known.kind) {
    case 'known': {
      const note = `missing_test_controller: the agent's controller does not list ${scenario}`;
      return known.names.has(scenario) ? null : { kind: 'unavailable', note };
    }
    case 'refused': {
      const note = `missing_test_controller: the agent's controller does not list its scenarios: ${known.detail}`;
      return { kind: 'unavailable', note };
    }
    case 'silent':
      return {
        kind: 'unknown',
        note: `the agent's controller did not list its scenarios: ${known.detail}`,
      };
  }
}

function demandsOf({ step }: StepScope): readonly Validation[] {
  return step.expectation.validations.filter(
    ({ check, params }) => check === 'upstream_traffic' && params !== null,
  );
}

/** A step whose window would begin with one that sent nothing is not run; null where none does, or nobody can be asked. */
export function missingWindow(scope: StepScope): StepResult | null {
  if (!scope.session.profile.tools.has(controllerTask)) return null;
  const begins = demandsOf(scope)
    .filter(({ severity }) => severity === 'required')
    .map(({ params }) => sinceOf(params ?? {}))
    .map((since) => scope.memory.results.get(since));
  const silent = begins.find((earlier) => earlier !== undefined && sentNothing(earlier));
  if (silent === undefined) return null;
  const detail = `calls are looked at since ${silent.stepId}, which is ${silent.verdict}`;
  return skippedStep(scope, { reason: 'prerequisite_failed', detail });
}

function sentNothing(earlier: StepResult): boolean {
  if (earlier.verdict === 'skipped') return true;
  return earlier.verdict === 'failed' && earlier.exchange === null;
}

function sinceOf({ since }: JsonObject): string {
  return typeof since === 'string' ? since : '';
}

/** When the window opens: with the request of this step, or of the named one; null where that sent nothing. */
function startOf(since: string, { memory }: StepScope, own: Asked): string | null {
  if (since === '') return own.sentAt;
  const earlier = memory.results.get(since);
  if (earlier === undefined || earlier.verdict === 'skipped') return null;
  return earlier.exchange?.sentAt ?? null;
}

function question(start: string, demands: readonly JsonObject[], sent: JsonObject): JsonObject {
  const values = demands.flatMap(({ identifier_paths: paths }) =>
    identifierValues((paths ?? []) as readonly string[], sent),
  );
  const digests = [...new Set(values.map(digestOf))].slice(0, mostDigests);
  return {
    scenario,
    params: {
      since_timestamp: new Date(Date.parse(start) - skewMs).toISOString(),
      limit: 100,
      attestation_mode: demands.every(needsOnlyDigests) ? 'digest' : 'raw',
      // Sent in both modes: a controller may answer a call with digests although it was asked for payloads.
      ...(digests.length > 0 && { identifier_value_digests: digests }),
    },
  };
}

function needsOnlyDigests(demand: JsonObject): boolean {
  const has = (value: Json | undefined) => Array.isArray(value) && value.length > 0;
  return (
    has(demand['identifier_paths']) &&
    !has(demand['payload_must_contain']) &&
    demand['attestation_mode_required'] === undefined
  );
}
