import { randomUUID } from 'node:crypto';
import type { RunningAgent } from '../../fixtures/training-agent/start-training-agent.ts';
import { transportFor } from '../../src/dispatch/registry.ts';
import type { TransportFactory } from '../../src/dispatch/transport.ts';
import { assertions } from '../../src/judge/assertions/registry.ts';
import { checks } from '../../src/judge/checks/registry.ts';
import { createSchemaValidator } from '../../src/judge/schema-validator.ts';
import { loadSuite, type LoadedSuite } from '../../src/load/suite.ts';
import { findSchemas } from '../../src/load/suite-path.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Protocol } from '../../src/model/exchange.ts';
import type { Credential } from '../../src/model/request.ts';
import type { RunResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import type { Invariant } from '../../src/request/invariant.ts';
import { invariants } from '../../src/request/invariants/registry.ts';
import { run, type RunOptions, type RunTarget } from '../../src/run/run.ts';
import { runnerTasks } from '../../src/run/tasks/registry.ts';
import { jsonReportOf } from './json-report.ts';

/** The suite that ships with the package. */
export const shipped = 'storyboards';

/** The published suite the project is developed against. */
export const published = 'node_modules/@adcp/sdk/compliance/cache/3.0.6';

/** Loads a suite, or some of its storyboards, as the command line does. */
export function load(
  root: string,
  only: readonly string[] | null = null,
  schemasRoot: string | null = findSchemas(root),
): LoadedSuite {
  return loadSuite({
    root,
    only,
    schemasRoot,
    kit: null,
    checks,
    assertions: assertions.map(({ id }) => id),
    runnerTasks: runnerTasks.map(({ name }) => name),
    runnerVersion: '3.2.0',
    suiteDate: null,
  });
}

/** What a test's run differs in. */
export interface TestRun extends Partial<Omit<RunOptions, 'suite' | 'targets' | 'services'>> {
  readonly suite: LoadedSuite;
  readonly targets: readonly RunTarget[];
  readonly invariants?: readonly Invariant[];
  readonly now?: Date;
  readonly emit?: (event: RunEvent) => void;
}

/** Runs a suite in this process with the real registries; a result that makes no right JSON report throws. */
export async function runSuite({
  suite,
  targets,
  now = new Date(),
  emit,
  ...changed
}: TestRun): Promise<RunResult> {
  const result = await run({
    runner: { name: 'storyboard', version: '0.0.0' },
    suite,
    knownStoryboards: new Set(suite.storyboards.map(({ id }) => id)),
    targets,
    identity: { brand: null, operator: null, verbatim: false, live: false },
    context: new Map(),
    filtered: [],
    bail: false,
    webhooks: { port: 0, publicUrl: null, keys: null },
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    runId: 'test-run',
    secrets: [],
    ...changed,
    services: {
      runClock: now,
      now: () => new Date(),
      elapsed: () => performance.now(),
      newId: randomUUID,
      checks: new Map(checks.map((check) => [check.kind, check])),
      assertions,
      invariants: changed.invariants ?? invariants,
      schemas: suite.schemas,
      openValidator: () => createSchemaValidator(suite.schemas),
      emit: emit ?? (() => undefined),
    },
  });
  jsonReportOf(result);
  return result;
}

/** An agent at a URL, spoken to with a bearer token. */
export function targetAt(
  url: string,
  name: string,
  token: string | null = null,
  protocol: Protocol = 'mcp',
): RunTarget {
  const credential: Credential = token === null ? { kind: 'none' } : { kind: 'bearer', token };
  const open = () =>
    (transportFor(protocol) as TransportFactory).open({
      url: new URL(url),
      credential,
      now: () => new Date(),
      elapsed: () => performance.now(),
      clientInfo: { name: 'storyboard', version: '0.0.0' },
    });
  return { name, url, protocol, credential, open };
}

/** The tenants of a running training agent. */
export function targetsOf(agent: RunningAgent): readonly RunTarget[] {
  return agent.tenants.map(({ name, url }) => targetAt(url, name, agent.token));
}

/** All step results of a run, in order. */
export function stepsOf(result: RunResult): readonly StepResult[] {
  return result.targets.flatMap(({ storyboards }) => storyboards.flatMap(({ steps }) => steps));
}
