import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startTrainingAgent,
  type RunningAgent,
} from '../../fixtures/training-agent/start-training-agent.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { RunResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import type { Storyboard } from '../../src/model/storyboard.ts';
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

function authoredBodies({ phases }: Storyboard): ReadonlyMap<string, JsonObject> {
  return new Map(
    phases.flatMap(({ steps }) =>
      steps.flatMap(({ id, action }) =>
        action.kind === 'call' ? [[id, action.request.payload] as const] : [],
      ),
    ),
  );
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
  const result: RunResult = await runSuite({
    suite,
    targets: targetsOf(agent),
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
  return { sent, stray, changes: sent.flatMap(({ request }) => request?.changes ?? []) };
}

test.each([
  { name: 'shipped', root: shipped, atLeast: 150 },
  { name: 'published', root: published, atLeast: 400 },
])(
  'every difference between written and sent is listed, over the whole $name suite',
  async ({ root, atLeast }) => {
    const { sent, stray, changes } = await audit(root, false);
    expect(stray).toEqual([]);
    expect(sent.length).toBeGreaterThan(atLeast);
    expect(changes.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(changes.some(({ invariant }) => invariant === 'brand')).toBe(true);
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
