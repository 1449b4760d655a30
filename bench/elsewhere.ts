import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './paths.ts';

/**
 * Bundles the command line with one part exchanged: `storyboard run` without `--agent` finds its embedded agent in
 * another process, whose tenants and token `BENCH_AGENT` names. Gives the bundle's path.
 */
export async function bundleForAgentElsewhere(): Promise<string> {
  // Inside the package, where the program looks for its storyboards.
  const outdir = join(root, 'node_modules/.cache/storyboard-bench');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: { main: join(root, 'src/cli/main.ts') },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
    plugins: [
      {
        name: 'agent-elsewhere',
        setup: (bundle) =>
          bundle.onLoad({ filter: /src[/\\]cli[/\\]embedded-agent\.ts$/ }, () => ({
            contents: agentElsewhere,
          })),
      },
    ],
  });
  return join(outdir, 'main.js');
}

const agentElsewhere = `
const agent = JSON.parse(process.env.BENCH_AGENT);
export const tenantNames = agent.tenants.map(({ name }) => name);
export const tenantsCalled = (names) => names;
export const startEmbeddedAgent = () => Promise.resolve({ ...agent, close: () => Promise.resolve() });
`;
