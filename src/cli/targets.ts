import { transportFor } from '../dispatch/registry.ts';
import { ConnectionPool } from '../dispatch/wire/connections.ts';
import { waitUntilAnswering } from '../dispatch/wait.ts';
import { blockProblems } from '../gate/blocks.ts';
import type { Protocol } from '../model/exchange.ts';
import type { Floors } from '../model/gate.ts';
import type { Credential } from '../model/request.ts';
import type { Sourced } from '../model/subject.ts';
import type { RunTarget } from '../run/run.ts';
import { SourceError } from '../support/errors.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import type { PreparedRun } from './prepare-run.ts';
import { nameOfTarget } from './target-name.ts';
import { version } from './version.ts';

/**
 * Storyboards that need a second agent find the embedded one: sellers register governance agents by https addresses
 * only, and the host knows its own by this one.
 */
const offered: ReadonlyMap<string, Sourced<string>> = new Map([
  [
    'governance_agent_url',
    {
      value: 'https://governance.training-agent.example/mcp',
      origin: "the embedded agent's governance tenant",
    },
  ],
]);

/** The agents of a run. */
export interface Targets {
  readonly list: readonly RunTarget[];
  /** The embedded agent's token; null with `--agent`. */
  readonly token: string | null;
  /** Context values the agent can offer its own storyboards. */
  readonly context: ReadonlyMap<string, Sourced<string>>;
  /** Stops what was started. */
  close(): Promise<void>;
}

/** What opening targets needs of the world. */
export interface TargetWorld {
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** The agent the user named, or the embedded training agent, started for this run. */
export async function openTargets(
  prepared: PreparedRun,
  flags: RunFlags,
  world: TargetWorld,
): Promise<Targets> {
  if (flags.agent === undefined) return embedded(prepared.floors, flags, world);
  const { shared, own } = prepared.tokens;
  const name = nameOfTarget({ ...flags, agent: flags.agent }, prepared.floors);
  const at = (url: string, token: string | null) =>
    targetAt(url, name, {
      protocol: protocolOf(url, flags),
      credential: token === null ? { kind: 'none' } : { kind: 'bearer', token },
      io: world.io,
    });
  const agents = new Map(
    Object.entries(flags.agents).map(([key, url]) => [key, at(url, own.get(key) ?? shared)]),
  );
  const primary = agents.get(flags.defaultAgent ?? '') ?? [...agents.values()][0];
  const target: RunTarget = {
    ...(primary ?? at(flags.agent, shared)),
    ...(agents.size > 0 && { agents }),
    defaultAgent: flags.defaultAgent ?? null,
  };
  if (flags.wait !== undefined) await wait(target, flags, world);
  return { list: [target], token: null, context: new Map(), close: () => Promise.resolve() };
}

async function embedded(
  floors: Floors | null,
  flags: RunFlags,
  { io }: TargetWorld,
): Promise<Targets> {
  const { startEmbeddedAgent, tenantNames } = await import('./embedded-agent.ts');
  const problems = floors === null ? [] : blockProblems(floors, tenantNames);
  if (problems.length > 0) throw new SourceError(problems);
  const agent = await startEmbeddedAgent({ tenants: flags.tenant });
  const credential: Credential = { kind: 'bearer', token: agent.token };
  // One host serves all tenants.
  const pool = new ConnectionPool();
  return {
    list: agent.tenants.map(({ name, url }) =>
      targetAt(url, name, { protocol: 'mcp', credential, io, pool }),
    ),
    token: agent.token,
    context: offered,
    close() {
      pool.close();
      return agent.close();
    },
  };
}

/** `auto` goes by the URL alone: asking both protocols would cost a request and could mistake a page for a card. */
function protocolOf(url: string, { protocol = 'mcp' }: RunFlags): Protocol {
  if (protocol !== 'auto') return protocol;
  return /\/(a2a\/?|\.well-known\/agent(-card)?\.json)$/.test(new URL(url).pathname)
    ? 'a2a'
    : 'mcp';
}

function targetAt(
  url: string,
  name: string,
  {
    protocol,
    credential,
    io,
    pool,
  }: {
    readonly protocol: Protocol;
    readonly credential: Credential;
    readonly io: Io;
    readonly pool?: ConnectionPool;
  },
): RunTarget {
  const open = () => {
    const factory = transportFor(protocol);
    if (factory === undefined) throw new Error(`no transport speaks ${protocol}`);
    const clientInfo = { name: 'storyboard', version };
    return factory.open({
      url: new URL(url),
      credential,
      now: io.now,
      elapsed: io.elapsed,
      clientInfo,
      ...(pool && { pool }),
    });
  };
  return { name, url, protocol, credential, open };
}

/** The run goes on either way: it finds an agent that never answered unreachable, and reports it so. */
async function wait(
  target: RunTarget,
  flags: RunFlags,
  { io, signal }: TargetWorld,
): Promise<void> {
  const seconds = flags.wait ?? 0;
  const transport = target.open();
  try {
    const last = await waitUntilAnswering(transport, {
      seconds,
      signal,
      timeoutMs: flags.timeout * 1000,
      elapsed: io.elapsed,
      onAttempt: ({ number, unanswered }) => {
        if (number === 1 && !flags.quiet)
          io.stderr(`waiting up to ${seconds} s for ${target.url}: ${unanswered.detail}\n`);
      },
    });
    if (last !== null && !signal.aborted)
      io.stderr(`gave up waiting for ${target.url}: ${last.detail}\n`);
  } finally {
    await transport.close();
  }
}
