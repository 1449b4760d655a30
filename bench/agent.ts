import { spawn } from 'node:child_process';
import { bin } from './paths.ts';

/** An embedded agent in a process of its own. */
export interface Agent {
  readonly origin: string;
  readonly token: string;
  readonly tenants: readonly { readonly name: string; readonly url: string }[];
  stop(): Promise<void>;
}

/** Starts `storyboard serve` on a free port and waits until it says where it is. */
export function startAgent(): Promise<Agent> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    let said = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`storyboard serve ended with ${code}: ${said}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const token = /^Bearer token: (\S+)/m.exec(said)?.[1];
      if (token === undefined) return;
      const tenants = [...said.matchAll(/^(\S+) +(http\S+)$/gm)].map(([, name = '', url = '']) => ({
        name,
        url,
      }));
      const stop = () => {
        child.kill();
        return ended;
      };
      resolve({ origin: new URL(tenants[0]?.url ?? '').origin, token, tenants, stop });
    });
  });
}

/** Gives a fresh agent to a task and stops it afterwards. */
export async function withAgent<T>(task: (agent: Agent) => Promise<T>): Promise<T> {
  const agent = await startAgent();
  try {
    return await task(agent);
  } finally {
    await agent.stop();
  }
}
