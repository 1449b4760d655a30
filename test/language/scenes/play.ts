import { startAgent, type AgentScript } from '../../support/agent.ts';
import { load, runSuite, targetAt } from '../../support/run-suite.ts';
import { startSite } from '../../support/site.ts';
import { byStep } from '../../support/written-suite.ts';
import type { StoryboardResult, TargetResult } from '../../../src/model/result.ts';
import type { RunTarget } from '../../../src/run/run.ts';
import { suiteRoot } from '../census/authored.ts';
import type { Cast } from './scene.ts';

/** What came of a storyboard of the suite. */
interface Played {
  readonly storyboard: StoryboardResult;
  readonly steps: Readonly<Record<string, string>>;
}

/** Runs one storyboard of the suite against this cast. */
export async function play(id: string, cast: Cast): Promise<Played> {
  const { storyboards } = await playAll(id, cast);
  const storyboard = storyboards.find(({ storyboardId }) => storyboardId === id);
  if (storyboard === undefined) throw new Error(`${id} was not run`);
  return { storyboard, steps: byStep(storyboard) };
}

/** What became of the target one storyboard of the suite was run against. */
export async function playAll(
  id: string,
  { agent, crew, protocol = 'mcp', site, run }: Cast,
): Promise<TargetResult> {
  const origin = site ? (await startSite(site)).origin : '';
  const running = await Promise.all(
    (crew ?? ['agent']).map((name) => start(name, agent(), origin)),
  );
  try {
    const targets = running.map(({ url }) => targetAt(url.href, 'agent', null, protocol));
    const [first] = targets as [RunTarget];
    const agents = crew && new Map(crew.map((name, at) => [name, targets[at] ?? first]));
    const result = await runSuite({
      suite: load(suiteRoot, [id]),
      targets: [agents ? { ...first, agents } : first],
      ...run?.(origin),
    });
    return result.targets[0] as TargetResult;
  } finally {
    await Promise.all(running.map((one) => one.close()));
  }
}

/** Every answer says which agent gave it; `$agent` and `$origin` in it are the agent's own, `$site` that of the site. */
async function start(name: string, script: AgentScript, site: string) {
  let own = new URL('http://127.0.0.1');
  const running = await startAgent({
    ...script,
    tool: (tool, args) => {
      const text = JSON.stringify({ agent: name, ...script.tool?.(tool, args) })
        .replaceAll('$agent', own.href)
        .replaceAll('$origin', own.origin)
        .replaceAll('$site', site);
      return JSON.parse(text) as Record<string, unknown>;
    },
  });
  own = running.url;
  return running;
}
