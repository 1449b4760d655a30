import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withAgent, type Agent } from './agent.ts';
import { measured, type Cost } from './measured.ts';
import { replayer } from './paths.ts';
import { readReport, type Report } from './report.ts';

/** A suite, run again and again against fresh agents. */
export interface Race {
  /** The command line of a run, its report left to the race. */
  readonly command: (agent: Agent) => {
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
  /** Where the recording and the report go. */
  readonly folder: string;
}

/** A report and the requests of the same run. */
export interface Recorded {
  readonly report: Report;
  readonly reportBytes: number;
  readonly sent: readonly SentRequest[];
}

/** A recorded request, as far as the figures need it. */
export interface SentRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
}

/** Runs the suite for the first time, and records what it sends. */
export async function recordingRun(
  race: Race,
): Promise<{ readonly cold: Cost; readonly recorded: Recorded }> {
  const cold = await withAgent((agent) => ranOnce(race, agent, recordingOf(race)));
  const text = readFileSync(reportOf(race), 'utf8');
  const { requests } = JSON.parse(readFileSync(recordingOf(race), 'utf8')) as {
    requests: SentRequest[];
  };
  const report = readReport(text);
  return { cold, recorded: { report, reportBytes: Buffer.byteLength(text), sent: requests } };
}

/** One run and one replay of a race. */
export interface Round {
  readonly run: Cost;
  readonly replay: Cost;
}

/** Runs the suite and replays the recording, in changing order, each against an agent that was started for it. */
export async function raceOnce(race: Race, round: number): Promise<Round> {
  const ran = () => withAgent((agent) => ranOnce(race, agent));
  const replayed = () => withAgent((agent) => replayedOnce(race, agent));
  if (round % 2 === 0) {
    const run = await ran();
    return { run, replay: await replayed() };
  }
  const replay = await replayed();
  return { run: await ran(), replay };
}

async function ranOnce(race: Race, agent: Agent, record?: string): Promise<Cost> {
  const { args, env = {} } = race.command(agent);
  const cost = await measured([...args, '--quiet', '--report', `json=${reportOf(race)}`], {
    env,
    ...(record === undefined ? {} : { record }),
  });
  // 1 is a verdict on the agent, which is not what is measured here.
  if (cost.exitCode !== 0 && cost.exitCode !== 1) throw new Error(cost.stderr);
  return cost;
}

/** Throws where the agent does not answer as it did. */
async function replayedOnce(race: Race, { origin }: Agent): Promise<Cost> {
  const cost = await measured([replayer, recordingOf(race), origin]);
  if (cost.exitCode !== 0) throw new Error(`the replay ended: ${cost.stderr}`);
  if (Number(cost.stdout) > 0)
    throw new Error(`${cost.stdout.trim()} answers differ when replayed`);
  return cost;
}

const recordingOf = ({ folder }: Race) => join(folder, 'requests.json');
const reportOf = ({ folder }: Race) => join(folder, 'report.json');
