import type { Style } from '../report/reporter.ts';
import { shellWord } from '../report/shell-word.ts';
import { flagName, runFlags, type RunFlags } from './options.ts';
import type { SuiteChoice } from './suite-choice.ts';

/** How to run the same again. */
export type Rerun = Required<Pick<Style, 'command' | 'namedByFile'>>;

/** What a rerun of some storyboards does not repeat: which they are, when to stop, what to show and what to reach. */
const left: ReadonlySet<string> = new Set<keyof RunFlags>([
  'storyboard',
  'filter',
  'track',
  'bail',
  'budget',
  'wait',
  'dryRun',
  'floors',
  'base',
  'report',
  'verbose',
  'quiet',
  'color',
]);

/** The command line that is the same run again, up to the selection: it can be pasted, and has no token in it. */
export function rerunCommand(
  flags: RunFlags,
  { root, shipped }: SuiteChoice,
  redact: (word: string) => string,
): string {
  const { agent, agents, auth, ...rest } = flags;
  const named = Object.entries(agents).map(([name, url]) => `${name}=${url}`);
  const repeated = {
    agent: named.length === 0 ? agent : named,
    ...rest,
    suite: shipped && flags.suite === undefined ? undefined : (flags.suite ?? root),
    authEnv: [...flags.authEnv, ...auth.map((typed) => variableFor(typed, Object.keys(agents)))],
  };
  const defaults: Readonly<Record<string, unknown>> = runFlags.parse({});
  const words = Object.entries(repeated).flatMap(([name, value]) =>
    left.has(name) || value === defaults[name] ? [] : wordsOf(name, value),
  );
  return ['storyboard', 'run', ...words].map((word) => shellWord(redact(word))).join(' ');
}

type Value = string | number | boolean | readonly string[] | undefined;

function wordsOf(name: string, value: Value): readonly string[] {
  const flag = flagName(name);
  if (value === undefined) return [];
  if (value === true) return [flag];
  if (value === false) return [flag.replace('--', '--no-')];
  return [value].flat().flatMap((each) => [flag, String(each)]);
}

/** Stands in for a token that was typed: nobody else may see it, so the user has to set it. */
function variableFor(typed: string, names: readonly string[]): string {
  const [before = ''] = typed.split('=');
  return names.includes(before)
    ? `${before}=${before.toUpperCase().replaceAll('-', '_')}_TOKEN`
    : 'AGENT_TOKEN';
}
