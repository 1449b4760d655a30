import { expect, onTestFinished, test } from 'vitest';
import { readTokens } from '../../src/cli/tokens.ts';
import { startAgent } from '../support/agent.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { cli } from './cli.ts';

const agents = { sales: 'http://a.example/mcp', rules: 'http://b.example/mcp' };
const env = {
  SHARED: 'shared',
  SALES: 'of-sales',
  'X=Y': 'odd',
  EMPTY: '',
  LINE: 'of-a-file\n',
  LINES: 'two\n\n',
  BLANK: '\n',
};

interface Typed {
  readonly agents?: Readonly<Record<string, string>>;
  readonly auth?: string[];
  readonly authEnv?: string[];
}

const read = ({ agents: named = agents, auth = [], authEnv = [] }: Typed) =>
  readTokens({ agents: named, auth, authEnv }, env);

test.each<{ name: string; typed: Typed; shared: string | null; own: Record<string, string> }>([
  { name: 'nothing', typed: {}, shared: null, own: {} },
  { name: 'a token for all', typed: { auth: ['t'] }, shared: 't', own: {} },
  { name: 'a variable for all', typed: { authEnv: ['SHARED'] }, shared: 'shared', own: {} },
  {
    name: "an agent's own beside the one of the others",
    typed: { auth: ['rules=r'], authEnv: ['SHARED', 'sales=SALES'] },
    shared: 'shared',
    own: { rules: 'r', sales: 'of-sales' },
  },
  {
    name: 'a token with "=" in it after the name',
    typed: { auth: ['sales=a=b=='] },
    shared: null,
    own: { sales: 'a=b==' },
  },
  {
    name: 'a variable with the end of its line',
    typed: { authEnv: ['LINE'] },
    shared: 'of-a-file',
    own: {},
  },
  { name: 'base64 padding', typed: { auth: ['c2FsZXM='] }, shared: 'c2FsZXM=', own: {} },
  { name: 'padding after almost a name', typed: { auth: ['sale=='] }, shared: 'sale==', own: {} },
  {
    name: '"=" in the middle of a token',
    typed: { auth: ['session-key=0123'] },
    shared: 'session-key=0123',
    own: {},
  },
  { name: '"=" in front of a token', typed: { auth: ['=x'] }, shared: '=x', own: {} },
  {
    name: 'a name where no agent has one',
    typed: { agents: {}, auth: ['sales=x'] },
    shared: 'sales=x',
    own: {},
  },
])('--auth and --auth-env: $name', ({ typed, shared, own }) => {
  expect(read(typed)).toEqual({ shared, own: new Map(Object.entries(own)) });
});

test.each<{ name: string; typed: Typed; says: string }>([
  {
    name: 'a token after almost a name',
    typed: { auth: ['sale=secret'] },
    says: '--auth sale=…: no agent is called "sale". Did you mean "sales"? A token that has "="',
  },
  {
    name: 'a variable after almost a name',
    typed: { authEnv: ['rule=SALES'] },
    says: '--auth-env rule=SALES: no agent is called "rule"; the agents are sales, rules. Did you mean "rules"?',
  },
  {
    name: 'a variable after a name that is far from any',
    typed: { authEnv: ['governance=SALES'] },
    says: 'no agent is called "governance"; the agents are sales, rules.',
  },
  {
    name: 'a variable after a name where no agent has one',
    typed: { agents: {}, authEnv: ['sales=SALES'] },
    says: 'no agent is called "sales"; give --agent sales=URL.',
  },
  { name: 'a name without a token', typed: { auth: ['sales='] }, says: 'wants a token after' },
  {
    name: "an agent's variable that is not set",
    typed: { authEnv: ['sales=NOT'] },
    says: '--auth-env sales=NOT: the environment has no such variable',
  },
  ...['EMPTY', 'BLANK'].map((variable) => ({
    name: `a variable that is empty (${variable})`,
    typed: { authEnv: [variable] },
    says: `--auth-env ${variable}: the variable is empty. Set it`,
  })),
  {
    name: 'a token of several lines',
    typed: { authEnv: ['sales=LINES'] },
    says: '--auth-env sales=LINES: the token has a line break',
  },
  {
    name: 'a token of no header',
    typed: { auth: ['secret\u2028'] },
    says: '--auth: the token has',
  },
  { name: 'an empty token', typed: { auth: [''] }, says: '--auth: wants a token' },
  {
    name: 'two tokens for all',
    typed: { auth: ['secret', 'secret'] },
    says: '--auth gives two tokens: give one, or name the agent of each',
  },
  {
    name: 'two tokens for one agent',
    typed: { auth: ['sales=secret', 'sales=secret'] },
    says: '--auth gives two tokens for agent sales: give one.',
  },
  {
    name: 'both flags for one agent',
    typed: { auth: ['sales=secret'], authEnv: ['sales=SALES'] },
    says: 'give --auth or --auth-env for agent sales, not both.',
  },
])('--auth and --auth-env refuse $name, and tell no token', ({ typed, says }) => {
  expect(() => read(typed)).toThrow(says);
  expect(() => read(typed)).not.toThrow('secret');
});

/** A run of one step for each of two agents that want a token of their own and say it in their answers. */
async function crew(auth: Readonly<Record<string, string>>) {
  const running = await Promise.all(
    ['token-of-sales', 'token-of-rules'].map((token) =>
      startAgent({
        tools: ['read'],
        tool: () => ({ echo: `Bearer ${token}` }),
        accepts: [`Bearer ${token}`],
      }),
    ),
  );
  onTestFinished(async () => {
    for (const agent of running) await agent.close();
  });
  const [sales, rules] = running.map(({ url }) => url.href);
  const step = (id: string) =>
    `      - { id: ${id}, title: ${id}, task: read, agent: ${id}, validations: [{ check: field_value, path: echo, value: nothing, description: d }] }\n`;
  const phase = `  - id: p\n    title: p\n    steps:\n${step('sales')}${step('rules')}`;
  const line = [
    ...['run', '--suite', writeSuite({ 's.yaml': aStoryboardWith(phase) }), '--verbose'],
    ...['--agent', `sales=${String(sales)}`, '--agent', `rules=${String(rules)}`],
    ...Object.keys(auth).flatMap((name) => ['--auth-env', name]),
  ];
  const variables = Object.entries(auth).map(([name, token]) => [name.split('=').at(-1), token]);
  const changed = { env: Object.fromEntries(variables) as Record<string, string> };
  const { code, stdout, stderr } = await cli([...line, '--report', 'json'], changed);
  return { code, stdout, shown: stdout + stderr + (await cli(line, changed)).stdout };
}

test.each([
  { name: 'a token each', auth: { 'sales=A': 'token-of-sales', 'rules=B': 'token-of-rules' } },
  {
    name: 'one of its own, one for all',
    auth: { B: 'token-of-rules', 'sales=A': 'token-of-sales' },
  },
])('two agents that want other tokens are both served: $name', async ({ auth }) => {
  const { code, shown } = await crew(auth);
  // Both answered, with something else than the steps want: what they say is printed.
  expect(code).toBe(1);
  expect(shown).toContain('[redacted]');
  for (const token of Object.values(auth)) expect(shown).not.toContain(token);
});

test.each([
  { name: 'swapped', auth: { 'sales=A': 'token-of-rules', 'rules=B': 'token-of-sales' } },
  { name: 'one for all', auth: { A: 'token-of-sales' } },
])('two agents that want other tokens refuse the wrong ones: $name', async ({ auth }) => {
  const { code, shown } = await crew(auth);
  expect(code).toBe(3);
  expect(shown).toContain('HTTP 401');
});
