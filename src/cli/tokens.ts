import { closest, didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import type { RunFlags } from './options.ts';

/** The bearer tokens the user gave. */
export interface Tokens {
  /** For every agent without one of its own; null where none was given. */
  readonly shared: string | null;
  /** By the name of the agent. */
  readonly own: ReadonlyMap<string, string>;
}

/** One `--auth` or `--auth-env`, taken apart. */
interface Given {
  readonly flag: '--auth' | '--auth-env';
  /** Null for every agent without a token of its own. */
  readonly agent: string | null;
  /** The token, or the variable that holds it. */
  readonly value: string;
}

/** Reads `--auth` and `--auth-env`, each with or without the name of an agent; throws UsageError. */
export function readTokens(
  { agents, auth, authEnv }: Pick<RunFlags, 'agents' | 'auth' | 'authEnv'>,
  env: Readonly<Record<string, string | undefined>>,
): Tokens {
  const names = Object.keys(agents);
  const given = [
    ...auth.map((typed) => readToken(typed, names)),
    ...authEnv.map((typed) => readVariable(typed, names)),
  ];
  checkOnce(given);
  const tokens = new Map(given.map((each) => [each.agent, tokenOf(each, env)]));
  return {
    shared: tokens.get(null) ?? null,
    own: new Map([...tokens].flatMap(([agent, token]) => (agent === null ? [] : [[agent, token]]))),
  };
}

/**
 * A token may hold `=` itself, as base64 does, so it is split only after the name of an agent. One that starts with
 * almost such a name is refused: it would go to every agent.
 */
function readToken(typed: string, names: readonly string[]): Given {
  const at = typed.indexOf('=');
  const before = typed.slice(0, Math.max(at, 0));
  const value = typed.slice(at + 1);
  if (names.includes(before)) {
    if (value === '') throw new UsageError(`--auth ${typed}: wants a token after the "=".`);
    return { flag: '--auth', agent: before, value };
  }
  const isPadding = /^=*$/.test(value);
  if (before !== '' && !isPadding && closest(before, names) !== null) {
    throw new UsageError(
      `--auth ${before}=…: no agent is called "${before}".${didYouMean(before, names)} A token that has "=" in it can be given with --auth-env VAR.`,
    );
  }
  return { flag: '--auth', agent: null, value: typed };
}

/** No variable has `=` in its name, so what stands before one is always the name of an agent. */
function readVariable(typed: string, names: readonly string[]): Given {
  const at = typed.indexOf('=');
  if (at === -1) return { flag: '--auth-env', agent: null, value: typed };
  const agent = typed.slice(0, at);
  if (names.includes(agent)) return { flag: '--auth-env', agent, value: typed.slice(at + 1) };
  const known =
    names.length === 0
      ? `give --agent ${agent || 'name'}=URL`
      : `the agents are ${names.join(', ')}`;
  throw new UsageError(
    `--auth-env ${typed}: no agent is called "${agent}"; ${known}.${didYouMean(agent, names)}`,
  );
}

/** The tokens themselves are in no message. */
function checkOnce(given: readonly Given[]): void {
  for (const [at, { flag, agent }] of given.entries()) {
    const other = given.slice(0, at).find((each) => each.agent === agent);
    if (other === undefined) continue;
    const whose = agent === null ? '' : ` for agent ${agent}`;
    if (other.flag !== flag) throw new UsageError(`give --auth or --auth-env${whose}, not both.`);
    const next = agent === null ? ', or name the agent of each, as in --auth-env sales=VAR' : '';
    throw new UsageError(`${flag} gives two tokens${whose}: give one${next}.`);
  }
}

function tokenOf(
  { flag, agent, value }: Given,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (flag === '--auth') return sendable(value, agent === null ? flag : `${flag} ${agent}=…`);
  const typed = `${flag} ${agent === null ? value : `${agent}=${value}`}`;
  const held = env[value];
  if (held === undefined)
    throw new UsageError(`${typed}: the environment has no such variable. Set it, or give --auth.`);
  // What comes out of a file or a secret store often brings the end of its line along.
  const token = held.replace(/\r?\n$/, '');
  if (token === '')
    throw new UsageError(`${typed}: the variable is empty. Set it, or give --auth.`);
  return sendable(token, typed);
}

function sendable(token: string, typed: string): string {
  if (token === '') throw new UsageError(`${typed}: wants a token.`);
  if (/^[\t\u0020-\u007e\u0080-\u00ff]+$/.test(token)) return token;
  throw new UsageError(
    `${typed}: the token has a line break or another character in it that no header can carry.`,
  );
}
