import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Transport } from '../../src/dispatch/transport.ts';
import type { Protocol } from '../../src/model/exchange.ts';
import type { LoadedSuite } from '../../src/load/suite.ts';
import type { RunResult, StoryboardResult } from '../../src/model/result.ts';
import { startAgent, type AgentScript } from './agent.ts';
import { load, runSuite, targetAt, type TestRun } from './run-suite.ts';

/** Writes a suite for the time of one test; file names are relative to its folder, which is given back. */
export function writeSuite(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'suite-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({
    'suite.yaml': 'name: test\nversion: "1"\n',
    ...files,
  })) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

/** A storyboard around the given phases, written as YAML. */
export function aStoryboardWith(phases: string, head = ''): string {
  return `id: s\nversion: "1.0.0"\ntitle: S\nsummary: S\n${head}phases:\n${phases.replace(/^\n/, '')}`;
}

/** What a test's agent and run look like. */
export interface Trial extends Partial<Omit<TestRun, 'suite' | 'targets'>> {
  readonly files?: Readonly<Record<string, string>>;
  readonly agent?: AgentScript;
  readonly protocol?: Protocol;
  /** Where the run thinks the agent is; it is spoken to on loopback all the same. */
  readonly url?: string;
  /** Changes how the agent is spoken to. */
  readonly speak?: (transport: Transport) => Transport;
}

/** Runs one written storyboard against a scripted agent and says what came of it and what the agent was asked. */
export async function trial(
  storyboard: string,
  { files = {}, agent = {}, protocol = 'mcp', url, speak = (as) => as, ...changed }: Trial = {},
) {
  const suite: LoadedSuite = load(writeSuite({ 's.yaml': storyboard, ...files }));
  const running = await startAgent({
    tools: defaultTools,
    tool: (_name, args) => ({ context: args['context'] }),
    ...agent,
  });
  try {
    const target = targetAt(running.url.href, 'agent', null, protocol);
    const result: RunResult = await runSuite({
      suite,
      targets: [{ ...target, url: url ?? target.url, open: () => speak(target.open()) }],
      ...changed,
    });
    const [found] = result.targets[0]?.storyboards ?? [];
    const calls = running.seen.filter(
      ({ tool }) => tool !== '' && tool !== 'get_adcp_capabilities',
    );
    return {
      result,
      storyboard: found as StoryboardResult,
      calls,
      steps: byStep(found as StoryboardResult),
    };
  } finally {
    await running.close();
  }
}

const defaultTools = [
  'read',
  'write',
  'undo',
  'get_products',
  'create_media_buy',
  'get_adcp_capabilities',
  'comply_test_controller',
];

/** Verdicts by step id: `passed`, `failed`, `errored`, or the reason of a skip. */
export function byStep({ steps }: StoryboardResult): Readonly<Record<string, string>> {
  return Object.fromEntries(
    steps.map((step) => [
      step.stepId,
      step.verdict === 'skipped' ? step.skip.reason : step.verdict,
    ]),
  );
}
