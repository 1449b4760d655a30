import { didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';

/** The part of the flags that says which agents to run against, as typed. */
interface Typed {
  readonly agent?: readonly string[];
  readonly defaultAgent?: string;
}

/**
 * Tells one agent from several named ones: `agent` becomes the URL that stands for the target, `agents` the URLs by
 * name, empty where the agent has none.
 */
export function nameAgents(given: object): object {
  const { agent = [], defaultAgent } = given as Typed;
  const named = agent.map((each) => /^([A-Za-z][\w-]*)=(.*)$/.exec(each));
  const agents = new Map(named.flatMap((match) => (match ? [[match[1] ?? '', match[2]]] : [])));
  checkNames(agent, named, agents.size);
  checkDefault(defaultAgent, [...agents.keys()]);
  const [first] = agent;
  if (first === undefined || agents.size === 0) return { ...given, agent: first };
  const url = agents.get(defaultAgent ?? '') ?? [...agents.values()][0];
  return { ...given, agent: url, agents: Object.fromEntries(agents) };
}

function checkNames(
  agent: readonly string[],
  named: readonly (RegExpExecArray | null)[],
  names: number,
): void {
  const unnamed = agent.find((_, at) => named[at] === null);
  if (agent.length > 1 && unnamed !== undefined) {
    throw new UsageError(
      `--agent ${unnamed}: with several agents each needs a name, as in --agent sales=${unnamed}.`,
    );
  }
  if (unnamed === undefined && names < agent.length)
    throw new UsageError(`--agent ${agent.join(' --agent ')}: two agents have one name.`);
}

function checkDefault(name: string | undefined, names: readonly string[]): void {
  if (name === undefined || names.includes(name)) return;
  const known = names.length === 0 ? 'give --agent name=URL' : `there are ${names.join(', ')}`;
  throw new UsageError(
    `--default-agent ${name}: no agent has this name; ${known}.${didYouMean(name, names)}`,
  );
}
