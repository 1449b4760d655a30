import type { StoryboardResult } from '../../../src/model/result.ts';
import type { AgentScript } from '../../support/agent.ts';
import { aStoryboardWith, trial, type Trial } from '../../support/written-suite.ts';
import { play } from '../scenes/play.ts';
import { answering, type Answer } from '../scenes/scene.ts';
import { scenes } from '../scenes/scenes.ts';

/** An entry of a registry, an agent that it lets pass, and a broken one that it catches. */
export interface Twin {
  readonly entry: string;
  /** The step the entry is at work in. */
  readonly step: string;
  readonly right: () => Promise<StoryboardResult>;
  readonly wrong: () => Promise<StoryboardResult>;
}

/** How the step of an inline twin is written. */
export interface Written extends Partial<Trial> {
  /** Keys of the step besides its task and validations, each on a line of its own. */
  readonly keys?: string;
  /** Steps before it. */
  readonly before?: string;
  readonly task?: string;
  /** Of the storyboard. */
  readonly head?: string;
}

/** A twin of one step with one validation; `params` are the parameters of the check, as flow YAML. */
export function inline(
  entry: string,
  params: string,
  [right, wrong]: readonly [right: Answer | AgentScript, wrong: Answer | AgentScript],
  written: Written = {},
): Twin {
  const check = `{ check: ${entry}${params === '' ? '' : `, ${params}`}, description: d }`;
  return {
    entry,
    step: 'it',
    right: () => tried(check, right, written),
    wrong: () => tried(check, wrong, written),
  };
}

/** A twin that a storyboard of the suite shows already, by one of the broken agents of its scene. */
export function shownBy(entry: string, storyboard: string, step: string, flaw: string): Twin {
  const scene = scenes.find((one) => one.storyboard === storyboard);
  const broken = scene?.broken.find(({ name }) => name === flaw);
  if (!scene || !broken) throw new Error(`no agent of ${storyboard} ${flaw}`);
  const played = async (cast: typeof broken | typeof scene.honest) =>
    (await play(storyboard, cast)).storyboard;
  return { entry, step, right: () => played(scene.honest), wrong: () => played(broken) };
}

async function tried(
  check: string | null,
  agent: Answer | AgentScript,
  { keys = '', before = '', task = 'read', head = '', ...changed }: Written,
): Promise<StoryboardResult> {
  const lines = ['id: it', `task: ${task}`, ...keys.split('\n').filter((line) => line !== '')];
  const validations = check === null ? [] : ['validations:', `  - ${check}`];
  const step = [...lines, ...validations]
    .map((line, at) => `${at === 0 ? '      - ' : '        '}${line}`)
    .join('\n');
  const earlier = before === '' ? '' : `      - ${before}\n`;
  const board = aStoryboardWith(`  - id: p\n    steps:\n${earlier}${step}\n`, head);
  const { storyboard } = await trial(board, { agent: scripted(agent), ...changed });
  return storyboard;
}

/** A twin without a validation: the runner itself finds what is wrong. */
export function unchecked(
  entry: string,
  [right, wrong]: readonly [right: Answer | AgentScript, wrong: Answer | AgentScript],
  written: Written,
): Twin {
  return {
    entry,
    step: 'it',
    right: () => tried(null, right, written),
    wrong: () => tried(null, wrong, written),
  };
}

function scripted(agent: Answer | AgentScript): AgentScript {
  return isScript(agent) ? agent : answering({ read: agent, write: agent });
}

function isScript(agent: Answer | AgentScript): agent is AgentScript {
  return typeof agent === 'object' && ('tools' in agent || 'on' in agent);
}
