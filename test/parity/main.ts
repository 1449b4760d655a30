/** Runs the published suite with this runner and with the reference against agents of others, and compares. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { load, published } from '../support/run-suite.ts';
import { agents } from './agents.ts';
import type { Agent } from './agents.ts';
import { agrees } from './compare.ts';
import type { Comparison } from './compare.ts';
import { account, readDifferences } from './differences.ts';
import type { Accounted, Scope } from './differences.ts';
import { agreementTable, disagreement, explainedList } from './print.ts';
import { queueOf } from './queue.ts';
import { runAgent } from './run-agent.ts';

/** Where the differences that stay are explained. */
const differencesFile = 'test/parity/differences.yaml';

/** How many runs go on at a time: some of them sleep for up to 90 s, so one more than there are cores to spare. */
const atOnce = 3;

const { values } = parseArgs({
  options: {
    agent: { type: 'string', multiple: true, default: [] },
    storyboard: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    explained: { type: 'boolean', default: false },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();

async function main(): Promise<number> {
  const chosen = chooseAgents(values.agent);
  const differences = readDifferences(differencesFile);
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  const began = performance.now();
  const { comparisons, problems } = await runAll(chosen, chooseStoryboards(), folder);
  const accounted = account(comparisons, differences, scopeOf(problems));
  const seconds = Math.round((performance.now() - began) / 1000);
  if (values.json !== undefined) {
    writeFileSync(values.json, JSON.stringify({ seconds, comparisons, ...accounted }, null, 1));
  }
  print(comparisons, accounted);
  for (const problem of problems) console.log(`\n${problem}`);
  console.log(`\n${seconds} s`);
  if (problems.length + accounted.unexplained.length + accounted.stale.length === 0) {
    rmSync(folder, { recursive: true });
    return 0;
  }
  console.log(`logs and reports: ${folder}`);
  return 1;
}

function scopeOf(problems: readonly string[]): Scope {
  if (values.storyboard.length > 0) return 'some storyboards';
  return values.agent.length + problems.length > 0 ? 'some agents' : 'all agents';
}

function chooseAgents(names: readonly string[]): readonly Agent[] {
  const unknown = names.find((name) => !agents.some((agent) => agent.name === name));
  if (unknown !== undefined) {
    const known = agents.map(({ name }) => name).join(', ');
    throw new Error(`no agent is called "${unknown}". Agents: ${known}.`);
  }
  return names.length === 0 ? agents : agents.filter(({ name }) => names.includes(name));
}

function chooseStoryboards(): readonly string[] {
  const all = load(published).storyboards.map(({ id }) => id);
  return values.storyboard.length === 0 ? all : all.filter((id) => values.storyboard.includes(id));
}

async function runAll(
  chosen: readonly Agent[],
  storyboards: readonly string[],
  folder: string,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly problems: readonly string[] }> {
  const queue = queueOf(atOnce);
  const runs = await Promise.allSettled(
    chosen.map(async (agent) => {
      const comparisons = await runAgent(agent, { storyboards, folder, queue });
      const same = comparisons.filter(agrees).length;
      console.error(`${agent.name}: ${same} of ${comparisons.length} steps agree`);
      return comparisons;
    }),
  );
  return {
    comparisons: runs.flatMap((run) => (run.status === 'fulfilled' ? run.value : [])),
    problems: runs.flatMap((run) => (run.status === 'rejected' ? [String(run.reason)] : [])),
  };
}

function print(comparisons: readonly Comparison[], accounted: Accounted): void {
  const { explained, unexplained, stale } = accounted;
  for (const comparison of unexplained) console.log(`${disagreement(comparison)}\n`);
  if (values.explained) {
    for (const { comparison, by } of explained) {
      console.log(`${disagreement(comparison)}\n  explained  ${by.id}\n`);
    }
  } else {
    console.log(`${explainedList(accounted)}\n`);
  }
  console.log(agreementTable(comparisons, accounted));
  for (const { id, pattern } of stale) {
    console.log(`${differencesFile}: "${pattern}" of ${id} no longer differs; delete it`);
  }
  console.log(
    `\nunexplained differences: ${unexplained.length}, entries out of date: ${stale.length}`,
  );
}
