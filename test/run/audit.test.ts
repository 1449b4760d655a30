import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startTrainingAgent,
  type RunningAgent,
} from '../../fixtures/training-agent/start-training-agent.ts';
import type { Transport } from '../../src/dispatch/transport.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { RunResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import type { Storyboard } from '../../src/model/storyboard.ts';
import { controllerTask } from '../../src/request/controller.ts';
import type { RunTarget } from '../../src/run/run.ts';
import { isAuthored, runnerPhases } from '../../src/support/authored.ts';
import { isObject, pointerTo } from '../../src/support/json.ts';
import { load, published, runSuite, shipped, stepsOf, targetsOf } from '../support/run-suite.ts';

let agent: RunningAgent;
beforeAll(async () => {
  agent = await startTrainingAgent();
});
afterAll(() => agent.close());

/** Every place where two documents differ, as deep as possible. */
function differences(
  authored: Json | undefined,
  sent: Json | undefined,
  at: '' | `/${string}` = '',
): readonly string[] {
  if (JSON.stringify(authored) === JSON.stringify(sent)) return [];
  if (isObject(authored) && isObject(sent)) {
    const keys = new Set([...Object.keys(authored), ...Object.keys(sent)]);
    return [...keys].flatMap((key) => differences(authored[key], sent[key], pointerTo(at, key)));
  }
  if (Array.isArray(authored) && Array.isArray(sent) && authored.length === sent.length) {
    return authored.flatMap((item: Json, index) =>
      differences(item, sent[index] as Json, pointerTo(at, index)),
    );
  }
  return [at];
}

/** Differences between what was written and what was sent that the step's record does not list. */
function unlisted(step: StepResult, authored: JsonObject): readonly string[] {
  const { sent, changes, bindings } = step.request ?? { sent: null, changes: [], bindings: [] };
  if (sent === null) return [];
  const listed = [...changes, ...bindings].map(({ pointer }) => pointer);
  return differences(authored, sent.payload).filter(
    (place) => !listed.some((pointer) => place === pointer || place.startsWith(`${pointer}/`)),
  );
}

/** What the author wrote for every step that calls, and for every fixture that is seeded. */
function authoredBodies({ phases, fixtures }: Storyboard): ReadonlyMap<string, JsonObject> {
  const written = phases.flatMap(({ steps }) =>
    steps.flatMap(({ id, action }) =>
      action.kind === 'call' ? [[id, action.request.payload] as const] : [],
    ),
  );
  const seeded = fixtures.map(
    ({ stepId, scenario, params }) => [stepId, { scenario, params }] as const,
  );
  return new Map<string, JsonObject>([...written, ...seeded]);
}

const rulesOf = ({ request }: StepResult): readonly string[] =>
  (request?.changes ?? []).map(({ invariant }) => invariant);

const isUndeclared = (rule: string) =>
  !['brand', 'operator', 'account', 'sandbox', 'dates'].includes(rule);

/** The same target, telling of every request what goes out, whatever is said of it afterwards. */
function overheard(target: RunTarget, heard: WireRequest[]): RunTarget {
  const open = () => {
    const transport = target.open();
    const send = transport.send.bind(transport);
    const sendHeard: Transport['send'] = (request, limits) => {
      heard.push(request);
      return send(request, limits);
    };
    return Object.assign(transport, { send: sendHeard });
  };
  return { ...target, open };
}

const context = new Map([
  ['governance_agent_url', { value: 'https://governance.example/mcp', origin: 'test' }],
]);

async function audit(root: string, verbatim: boolean) {
  const suite = load(root);
  const bodies = new Map(
    suite.storyboards.map((storyboard) => [storyboard.id, authoredBodies(storyboard)]),
  );
  const identity = { brand: 'other.example', operator: null, verbatim, live: false };
  const rules = verbatim ? { invariants: [] } : {};
  const heard: WireRequest[] = [];
  const result: RunResult = await runSuite({
    suite,
    targets: targetsOf(agent).map((target) => overheard(target, heard)),
    identity,
    context,
    ...rules,
  });
  const sent = stepsOf(result).filter(
    (step) => step.request?.sent && bodies.get(step.storyboardId)?.has(step.stepId),
  );
  const stray = sent.flatMap((step) =>
    unlisted(step, bodies.get(step.storyboardId)?.get(step.stepId) ?? {}).map(
      (place) => `${step.storyboardId}/${step.stepId} ${place}`,
    ),
  );
  const reported = new Set(stepsOf(result).map(({ request }) => JSON.stringify(request?.sent)));
  return {
    sent,
    stray,
    changes: sent.flatMap(({ request }) => request?.changes ?? []),
    seeded: sent.filter(({ phaseId }) => phaseId === runnerPhases.seeding),
    controlled: sent.filter((step) => step.task === controllerTask && isAuthored(step)),
    unreported: heard.filter((request) => !reported.has(JSON.stringify(request))),
  };
}

test.each([
  { name: 'shipped', root: shipped, atLeast: 150, seeded: 2, controlled: 8 },
  { name: 'published', root: published, atLeast: 500, seeded: 100, controlled: 50 },
])(
  'every difference between written and sent is listed, over the whole $name suite',
  async ({ root, atLeast, ...least }) => {
    const { sent, stray, changes, seeded, controlled, unreported } = await audit(root, false);
    expect(stray).toEqual([]);
    expect(sent.length).toBeGreaterThan(atLeast);
    expect(seeded.length).toBeGreaterThanOrEqual(least.seeded);
    expect(controlled.length).toBeGreaterThanOrEqual(least.controlled);
    // Whoever calls the controller, nothing but the identity and rotted dates is changed.
    expect([...seeded, ...controlled].flatMap(rulesOf).filter(isUndeclared)).toEqual([]);
    expect(changes.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(changes.some(({ invariant }) => invariant === 'brand')).toBe(true);
    // Each target is asked once what it can do; everything else that went out is in the report.
    const asked = agent.tenants.map(() => 'get_adcp_capabilities');
    expect(unreported.map(({ operation }) => operation)).toEqual(asked);
  },
);

test('verbatim changes nothing but tokens', async () => {
  const { stray, changes, sent } = await audit(shipped, true);
  expect([stray, changes]).toEqual([[], []]);
  expect(sent.length).toBeGreaterThan(50);
});

test('the audit sees a change that nobody listed', () => {
  const step = {
    request: {
      sent: { payload: { a: 1, b: { c: 2 } } },
      changes: [],
      bindings: [{ pointer: '/a' }],
    },
  };
  expect(unlisted(step as unknown as StepResult, { a: '$context.a', b: { c: 1 } })).toEqual([
    '/b/c',
  ]);
});
