import { expect, test } from 'vitest';
import { nameAgents } from '../../src/cli/named-agents.ts';

const a = 'http://a.example/mcp';
const b = 'http://b.example/mcp?x=1';

test.each([
  { name: 'no agent', agent: undefined, is: { agent: undefined } },
  { name: 'one without a name', agent: [b], is: { agent: b } },
  { name: 'one with a name', agent: [`x=${a}`], is: { agent: a, agents: { x: a } } },
  {
    name: 'several, the first of which stands for the target',
    agent: [`x=${a}`, `y-2=${b}`],
    is: { agent: a, agents: { x: a, 'y-2': b } },
  },
])('--agent takes $name', ({ agent, is }) => {
  expect(nameAgents({ ...(agent && { agent }) })).toEqual(is);
});

test('the default agent stands for the target', () => {
  const given = { agent: [`x=${a}`, `y=${b}`], defaultAgent: 'y' };
  expect(nameAgents(given)).toMatchObject({ agent: b, defaultAgent: 'y' });
});

test.each([
  {
    name: 'several without names',
    given: { agent: [a, b] },
    says: `--agent ${a}: with several agents each needs a name, as in --agent sales=${a}.`,
  },
  { name: 'a mixture', given: { agent: [`x=${a}`, b] }, says: `--agent ${b}: with several` },
  { name: 'one name twice', given: { agent: [`x=${a}`, `x=${b}`] }, says: 'have one name' },
  {
    name: 'a default that is none of them',
    given: { agent: [`sales=${a}`, `y=${b}`], defaultAgent: 'sale' },
    says: '--default-agent sale: no agent has this name; there are sales, y. Did you mean',
  },
  {
    name: 'a default without names',
    given: { agent: [a], defaultAgent: 'x' },
    says: 'give --agent name=URL',
  },
])('--agent refuses $name', ({ given, says }) => {
  expect(() => nameAgents(given)).toThrow(says);
});
