import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { bin } from './paths.ts';
import { run } from './measured.ts';

/** Milliseconds from the start of the process to its first byte at the agent. */
export async function firstByteMs(storyboard: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = new Promise<number>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => resolve(performance.now()));
    });
  });
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [bin, 'run', storyboard, '--agent', `http://127.0.0.1:${port}/mcp`],
    { stdio: 'ignore' },
  );
  const ended = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')));
  try {
    const first = await Promise.race([arrived, ended]);
    if (first === 'ended') throw new Error(`storyboard run ${storyboard} ended without a request`);
    return first - started;
  } finally {
    child.kill('SIGKILL');
    server.close();
  }
}

/** Milliseconds of a process that does nothing. */
export async function bareNodeMs(): Promise<number> {
  const { wallMs } = await run(['-e', '0']);
  return wallMs;
}
