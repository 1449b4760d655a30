import type { Decision, GateResult, KnownFailure, TargetGate } from '../model/gate.ts';
import type { JsonObject, JsonPointer } from '../model/json.ts';
import type {
  FixtureResolutionResult,
  RunResult,
  StoryboardResult,
  TargetResult,
} from '../model/result.ts';
import type { Subject } from '../model/subject.ts';
import { isGraded } from '../support/graded.ts';
import { pointerTo } from '../support/json.ts';
import { printableJson } from './escape.ts';
import { sourceOf } from './json-source.ts';
import { addressOf, stepResult } from './json-step.ts';
import { countsOf, runSummary } from './json-summary.ts';
import { assertionResult } from './json-validation.ts';
import { reportKind, reportVersion } from './json-kind.ts';
import { noticeJson } from './notice.ts';
import type { Reporter } from './reporter.ts';

/**
 * AdCP's runner output contract. A skipped step has `passed: false` and `skip`, an errored one `passed: false` and
 * `error`; `verdict` tells the four apart. A failed validation refers to its step's request and response.
 */
export const json: Reporter = {
  name: 'json',
  summary: "AdCP's runner output contract, for machines and for `storyboard floors`.",
  render: (result, gate, decision) =>
    `${printableJson(JSON.stringify(reportOf(result, gate, decision), null, 1))}\n`,
};

function reportOf(result: RunResult, gate: GateResult, decision: Decision): JsonObject {
  return {
    report: reportKind,
    report_version: reportVersion,
    runner: { ...result.runner },
    started_at: result.startedAt,
    duration_ms: result.durationMs,
    suite: {
      name: result.suite.name,
      version: result.suite.version,
      published_at: result.suite.publishedAt,
    },
    identity: { ...result.identity },
    partial: result.partial.map((partial) => ({ ...partial })),
    decision: { exit_code: decision.exitCode, reason: decision.reason },
    run_summary: runSummary(result),
    gate: gateOf(gate),
    targets: result.targets.map((target, index) => targetOf(target, `/targets/${index}`)),
  };
}

function targetOf(result: TargetResult, at: JsonPointer): JsonObject {
  const { target, agent, unreachable, undecided } = result;
  return {
    target: { ...target },
    agent: agent && {
      name: agent.name,
      version: agent.version,
      protocol_version: agent.protocolVersion,
      tools: agent.tools,
      capabilities: agent.capabilities,
    },
    unreachable: unreachable && { reason: unreachable.reason, detail: unreachable.detail },
    ...(undecided === null ? {} : { undecided }),
    requests: result.requests,
    duration_ms: result.durationMs,
    run_summary: countsOf(result.summary),
    storyboards: result.storyboards.map((storyboard, index) =>
      storyboardOf(storyboard, pointerTo(pointerTo(at, 'storyboards'), index)),
    ),
  };
}

function storyboardOf(storyboard: StoryboardResult, at: JsonPointer): JsonObject {
  const { skip, status, verdict } = storyboard;
  return {
    storyboard_id: storyboard.storyboardId,
    title: storyboard.title,
    track: storyboard.track,
    version: storyboard.version,
    source: sourceOf(storyboard.at),
    status,
    // What a preview found is no verdict on the agent.
    passed: isGraded(storyboard) ? verdict === 'passed' : null,
    verdict,
    ...(skip === null ? {} : { skip: { ...skip } }),
    subject: subjectOf(storyboard.subject),
    duration_ms: storyboard.durationMs,
    step_results: storyboard.steps.map((step, index) =>
      stepResult(step, pointerTo(pointerTo(at, 'step_results'), index)),
    ),
    not_run: storyboard.notRun.map(addressOf),
    ...fixtureResolutions(storyboard),
    assertions: storyboard.assertions.map(assertionResult),
    notices: storyboard.notices.map(noticeJson),
  };
}

function fixtureResolutions({ fixtureResolutions: all }: StoryboardResult): JsonObject {
  if (all === undefined) return {};
  return { fixture_resolutions: all.map(fixtureResolution) };
}

function fixtureResolution(result: FixtureResolutionResult): JsonObject {
  const { fixtureType, productHandle, strategy, sellerIds, setupSteps, failure } = result;
  return {
    fixture_type: fixtureType,
    handle: result.handle,
    ...(productHandle === null ? {} : { product_handle: productHandle }),
    strategies_attempted: result.strategiesAttempted,
    status: result.status,
    requirements: result.requirements,
    ...(strategy === null ? {} : { strategy }),
    ...(sellerIds === null ? {} : { seller_ids: sellerIds }),
    ...(setupSteps.length === 0 ? {} : { setup_steps: setupSteps }),
    ...(failure === null ? {} : { failure }),
  };
}

function subjectOf({ home, brand, homeOperator, operator, account }: Subject): JsonObject {
  return {
    home: home && { ...home },
    brand: brand && { ...brand },
    home_operator: homeOperator,
    operator: operator && { ...operator },
    account: account && { ...account },
  };
}

function gateOf({ status, file, explicit, notJudged, targets, base }: GateResult): JsonObject {
  return {
    status,
    file,
    explicit,
    not_judged: notJudged,
    targets: targets.map(targetGateOf),
    base: base && {
      broke: base.broke,
      newly_failing: base.newlyFailing,
      broken_before: base.brokenBefore,
      fixed: base.fixed,
      not_compared: base.notCompared.map(({ name, why }) => ({ name, why })),
    },
  };
}

function targetGateOf(gate: TargetGate): JsonObject {
  const entries = (known: readonly KnownFailure[]) =>
    known.map(({ step, reason }) => ({ step, reason }));
  return {
    target: gate.target,
    breaches: gate.breaches.map((reading) => ({ ...reading })),
    met: gate.met.map((reading) => ({ ...reading })),
    raisable: gate.raisable.map((reading) => ({ ...reading })),
    unexpected: gate.unexpected,
    known: entries(gate.known),
    stale: entries(gate.stale),
    unobserved: entries(gate.unobserved),
  };
}
