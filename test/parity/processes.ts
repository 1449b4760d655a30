import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A program to run and where its output goes. */
export interface Program {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The file that takes both of its outputs. */
  readonly log: string;
}

/** A program that runs. */
export interface Running {
  /** Its exit code, once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it, by force after two seconds. */
  stop(): Promise<void>;
}

/** How long a server may take until it listens. */
const startMs = 60_000;

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `node` with these arguments; it does not outlive this process. */
export function start({ args, env = {}, log }: Program): Running {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  children.add(child);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  return {
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(force);
    },
  };
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until a program listens on a port; throws when it ends or takes too long. */
export async function listening(running: Running, port: number, log: string): Promise<void> {
  const state = { ended: false };
  void running.ended.finally(() => (state.ended = true));
  const until = Date.now() + startMs;
  while (!(await accepts(port))) {
    if (state.ended)
      throw new Error(`it ended before it listened on port ${port}. Its output: ${log}`);
    if (Date.now() > until) {
      throw new Error(`nothing listens on port ${port} after ${startMs / 1000} s. Output: ${log}`);
    }
    await pause(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Waits until a program has ended and gives its exit code; stops it, and throws, when it takes too long. */
export async function finished(running: Running, seconds: number): Promise<number | null> {
  const late = new AbortController();
  try {
    return await Promise.race([
      running.ended,
      pause(seconds * 1000, null, { signal: late.signal }).then(() => {
        throw new Error(`it was stopped after ${seconds} s`);
      }),
    ]);
  } finally {
    late.abort();
    await running.stop();
  }
}
