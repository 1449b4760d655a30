import { join, resolve } from 'node:path';
import { freePort, listening, start } from './processes.ts';
import type { Program, Running } from './processes.ts';

/** An agent both runners are run against. */
export interface Agent {
  readonly name: string;
  /** The bearer token it accepts. */
  readonly token: string;
  /** Context values a storyboard expects the operator to give. */
  readonly context: Readonly<Record<string, string>>;
  /** Starts it in a fresh state; its logs go to a folder. */
  start(logs: string): Promise<StartedAgent>;
}

/** An agent that listens. */
export interface StartedAgent {
  readonly url: string;
  stop(): Promise<void>;
}

const sdk = resolve('node_modules/@adcp/sdk');

const preload = ['--import', 'tsx', '--import', resolve('test/parity/steady-server.ts')];

/** The token of the published kits' first brand, so that steps that read the kit are let in. */
const kitToken = 'demo-acme-outdoor-v1';

interface Example {
  readonly name: string;
  readonly file: string;
  /** The mock platform behind it; null where there is none. */
  readonly upstream: string | null;
  readonly token?: string;
}

const examples: readonly Example[] = [
  {
    name: 'signals-marketplace',
    file: 'hello_signals_adapter_marketplace.ts',
    upstream: 'signal-marketplace',
  },
  {
    name: 'creative-template',
    file: 'hello_creative_adapter_template.ts',
    upstream: 'creative-template',
  },
  {
    name: 'creative-ad-server',
    file: 'hello_creative_adapter_ad_server.ts',
    upstream: 'creative-ad-server',
  },
  {
    name: 'seller-guaranteed',
    file: 'hello_seller_adapter_guaranteed.ts',
    upstream: 'sales-guaranteed',
  },
  {
    name: 'seller-non-guaranteed',
    file: 'hello_seller_adapter_non_guaranteed.ts',
    upstream: 'sales-non-guaranteed',
  },
  { name: 'seller-social', file: 'hello_seller_adapter_social.ts', upstream: 'sales-social' },
  {
    name: 'seller-multi-tenant',
    file: 'hello_seller_adapter_multi_tenant.ts',
    upstream: null,
    // Its tokens are written into it.
    token: 'sk_harness_do_not_use_in_prod',
  },
  {
    name: 'sponsored-intelligence',
    file: 'hello_si_adapter_brand.ts',
    upstream: 'sponsored-intelligence',
  },
];

const tenants = ['sales', 'signals', 'governance', 'creative', 'creative-builder', 'brand'];

/** Every agent, in the order of the report. */
export const agents: readonly Agent[] = [...examples.map(exampleAgent), ...tenants.map(embedded)];

function exampleAgent({ name, file, upstream, token = kitToken }: Example): Agent {
  return {
    name,
    token,
    context: {},
    start: async (logs) => {
      const started: Running[] = [];
      try {
        const env = { NODE_ENV: 'development', ADCP_AUTH_TOKEN: token };
        const upstreamUrl = upstream === null ? null : await startUpstream(upstream, logs, started);
        const port = await serve(started, (free) => ({
          args: [...preload, join(sdk, 'examples', file)],
          env: { ...env, PORT: String(free), ...(upstreamUrl && { UPSTREAM_URL: upstreamUrl }) },
          log: join(logs, 'agent.log'),
        }));
        return { url: `http://127.0.0.1:${port}/mcp`, stop: () => stopAll(started) };
      } catch (problem) {
        await stopAll(started);
        throw problem;
      }
    },
  };
}

async function startUpstream(kind: string, logs: string, started: Running[]): Promise<string> {
  const port = await serve(started, (free) => ({
    args: [...preload, join(sdk, 'bin/adcp.js'), 'mock-server', kind, '--port', String(free)],
    log: join(logs, 'upstream.log'),
  }));
  return `http://127.0.0.1:${port}`;
}

function embedded(tenant: string): Agent {
  return {
    name: `embedded-${tenant}`,
    token: kitToken,
    context: { governance_agent_url: 'https://governance.training-agent.example/mcp' },
    start: async (logs) => {
      const started: Running[] = [];
      try {
        const port = await serve(started, (free) => ({
          args: ['--import', 'tsx', 'src/cli/main.ts', 'serve', '--port', String(free)],
          log: join(logs, 'agent.log'),
        }));
        return { url: `http://127.0.0.1:${port}/${tenant}/mcp`, stop: () => stopAll(started) };
      } catch (problem) {
        await stopAll(started);
        throw problem;
      }
    },
  };
}

async function serve(started: Running[], program: (port: number) => Program): Promise<number> {
  const port = await freePort();
  const chosen = program(port);
  const running = start(chosen);
  started.push(running);
  await listening(running, port, chosen.log);
  return port;
}

async function stopAll(started: readonly Running[]): Promise<void> {
  await Promise.all(started.map((running) => running.stop()));
}
