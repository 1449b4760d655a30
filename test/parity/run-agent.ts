import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from './agents.ts';
import { compare } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Job } from './job.ts';
import type { StoryboardRows } from './rows.ts';
import { runOurs } from './run-ours.ts';
import { runReference } from './run-reference.ts';

/** The longest one runner may take for its share of the suite, in seconds. */
const longest = 420;

/** Runs one job after the other, as many at a time as it allows. */
export type Queue = <T>(job: () => Promise<T>) => Promise<T>;

/** What one agent takes to compare. */
export interface AgentRun {
  readonly storyboards: readonly string[];
  /** The folder for the logs of every process. */
  readonly folder: string;
  readonly queue: Queue;
}

/** Runs both runners against an agent, each from a fresh state, and compares what they say. */
export async function runAgent(agent: Agent, run: AgentRun): Promise<readonly Comparison[]> {
  const [ours, reference] = await Promise.all(
    [oursRunner, referenceRunner].map((runner) => run.queue(() => runFresh(agent, runner, run))),
  );
  return compare(agent.name, ours ?? [], reference ?? []);
}

interface Runner {
  readonly name: string;
  readonly run: (job: Job) => Promise<readonly StoryboardRows[]>;
}

const oursRunner: Runner = { name: 'ours', run: runOurs };
const referenceRunner: Runner = { name: 'reference', run: runReference };

async function runFresh(
  agent: Agent,
  runner: Runner,
  { storyboards, folder: root }: AgentRun,
): Promise<readonly StoryboardRows[]> {
  const folder = join(root, agent.name, runner.name);
  mkdirSync(folder, { recursive: true });
  try {
    const started = await agent.start(folder);
    try {
      const { token, context } = agent;
      const { url } = started;
      return await runner.run({ url, token, context, storyboards, folder, seconds: longest });
    } finally {
      await started.stop();
    }
  } catch (problem) {
    const said = problem instanceof Error ? problem.message : String(problem);
    throw new Error(`${agent.name}, ${runner.name}: ${said}\nLogs: ${folder}`, { cause: problem });
  }
}
