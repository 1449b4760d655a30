import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withAgent, type Agent } from './agent.ts';
import { measured, type Cost } from './measured.ts';
import { bin, replayer } from './paths.ts';
import { readReport, type Report } from './report.ts';
import { total } from './statistics.ts';

/** A suite at some tenants, run again and again against fresh agents. */
export interface Race {
  readonly tenants: readonly string[];
  /** What `storyboard run` is told besides the agent. */
  readonly flags: readonly string[];
  /** Where recordings and reports go. */
  readonly folder: string;
}

/** What a suite cost at all tenants together, once. */
export interface Lap {
  readonly spanMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly requests: number;
}

/** Runs the suite, one process a tenant, and leaves recordings of what it sent. */
export async function recordingLap(
  race: Race,
): Promise<{ readonly lap: Lap; readonly reports: readonly Recorded[] }> {
  const costs = await withAgent(async (agent) => {
    const ran: Cost[] = [];
    for (const tenant of race.tenants)
      ran.push(await ranOnce(race, { agent, tenant, recording: true }));
    return ran;
  });
  const reports = race.tenants.map((tenant) => recorded(race, tenant));
  return { lap: lapOf(costs), reports };
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
}

/** One run and one replay of a race. */
export interface Round {
  readonly run: Lap;
  readonly replay: Lap;
}

/**
 * Runs the suite and replays the recordings, one process a tenant, each against a fresh agent of its own. Tenant by
 * tenant they take turns, so that whatever else the machine does hits both.
 */
export function raceOnce(race: Race, round: number): Promise<Round> {
  return withAgent((ran) =>
    withAgent(async (replayed) => {
      const runs: Cost[] = [];
      const replays: Cost[] = [];
      for (const [index, tenant] of race.tenants.entries()) {
        const turns = [
          async () => runs.push(await ranOnce(race, { agent: ran, tenant, recording: false })),
          async () => replays.push(await replayedOnce(race, replayed, tenant)),
        ];
        if ((round + index) % 2 === 1) turns.reverse();
        for (const turn of turns) await turn();
      }
      return { run: lapOf(runs), replay: lapOf(replays) };
    }),
  );
}

/** Throws where the agent does not answer as it did. */
async function replayedOnce(race: Race, { origin }: Agent, tenant: string): Promise<Cost> {
  const cost = await measured([replayer, recordingOf(race, tenant), origin]);
  if (cost.exitCode !== 0) throw new Error(`the replay of ${tenant} ended: ${cost.stderr}`);
  if (Number(cost.stdout) > 0)
    throw new Error(`${tenant}: ${cost.stdout.trim()} answers differ when replayed`);
  return cost;
}

async function ranOnce(
  race: Race,
  { agent, tenant, recording }: { agent: Agent; tenant: string; recording: boolean },
): Promise<Cost> {
  const url = agent.tenants.find(({ name }) => name === tenant)?.url;
  if (url === undefined) throw new Error(`the embedded agent has no tenant "${tenant}"`);
  const report = ['--report', `json=${reportOf(race, tenant)}`];
  const cost = await measured(
    [bin, 'run', '--agent', url, '--auth', agent.token, '--quiet', ...race.flags, ...report],
    recording ? { record: recordingOf(race, tenant) } : {},
  );
  // 1 is a verdict on the agent, which is not what is measured here.
  if (cost.exitCode !== 0 && cost.exitCode !== 1) throw new Error(cost.stderr);
  return cost;
}

function recorded(race: Race, tenant: string): Recorded {
  const text = readFileSync(reportOf(race, tenant), 'utf8');
  const { requests } = JSON.parse(readFileSync(recordingOf(race, tenant), 'utf8')) as {
    requests: SentRequest[];
  };
  return { report: readReport(text), reportBytes: Buffer.byteLength(text), sent: requests };
}

const recordingOf = ({ folder }: Race, tenant: string) => join(folder, `${tenant}.requests.json`);
const reportOf = ({ folder }: Race, tenant: string) => join(folder, `${tenant}.report.json`);

function lapOf(costs: readonly Cost[]): Lap {
  return {
    spanMs: total(costs, ({ spanMs }) => spanMs),
    wallMs: total(costs, ({ wallMs }) => wallMs),
    cpuMs: total(costs, ({ cpuMs }) => cpuMs),
    rssMiB: Math.max(...costs.map(({ rssMiB }) => rssMiB)),
    requests: total(costs, ({ requests }) => requests),
  };
}
