import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one process cost. */
export interface Cost {
  /** From spawn to exit. */
  readonly wallMs: number;
  /** User and system. */
  readonly cpuMs: number;
  readonly rssMiB: number;
  /** From the first request to the last answer. */
  readonly spanMs: number;
  readonly requests: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
}

/** How a process is run. */
export interface MeasureOptions {
  /** Where to leave the requests it sends. */
  readonly record?: string;
  /** Milliseconds after which it is told to end. */
  readonly limitMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const meter = join(import.meta.dirname, 'meter.js');

/** Runs `node` with these arguments and says what it cost. */
export async function measured(
  args: readonly string[],
  { record, limitMs, env }: MeasureOptions = {},
): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'storyboard-bench-'));
  const file = join(folder, 'cost.json');
  try {
    const ended = await run(['--import', meter, ...args], {
      env: {
        ...env,
        BENCH_COST: file,
        ...(record === undefined ? {} : { BENCH_RECORD: record }),
        ...(limitMs === undefined ? {} : { BENCH_BOUNDED: '1' }),
      },
      limitMs,
    });
    const metered = JSON.parse(readFileSync(file, 'utf8')) as Omit<Cost, keyof Ended>;
    return { ...metered, ...ended };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How a process ended. */
export type Ended = Pick<Cost, 'wallMs' | 'stdout' | 'stderr' | 'exitCode'>;

/** Runs `node` with these arguments, unmetered but for its wall time. */
export function run(
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly limitMs?: number | undefined } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, {
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { limitMs } = options;
    const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill(), limitMs);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    let wallMs = 0;
    child.once('exit', () => (wallMs = performance.now() - started));
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ wallMs, stdout, stderr, exitCode });
    });
  });
}
