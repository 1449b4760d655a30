import { expect, test } from 'vitest';
import { parseSkipIf } from '../../src/load/skip-if.ts';

const path = (text: string) => ({ kind: 'path', path: text });
const literal = (value: unknown) => ({ kind: 'literal', value });
const compare = (left: string, equal: boolean, right: object) => ({
  kind: 'compare',
  path: left,
  equal,
  right,
});

test.each([
  {
    source: '!test_kit.auth.api_key',
    any: [{ kind: 'truthy', path: 'test_kit.auth.api_key', negated: true }],
  },
  { source: 'test_kit.a[0].b', any: [{ kind: 'truthy', path: 'test_kit.a[0].b', negated: false }] },
  { source: "test_kit.x != 'lit'", any: [compare('test_kit.x', false, literal('lit'))] },
  { source: "agent.mode == 'a || b'", any: [compare('agent.mode', true, literal('a || b'))] },
  {
    source: 'context.x == true||context.y!=null',
    any: [compare('context.x', true, literal(true)), compare('context.y', false, literal(null))],
  },
  { source: 'context.n == -1.5', any: [compare('context.n', true, literal(-1.5))] },
  {
    source: '!context.a || context.a == context.b',
    any: [
      { kind: 'truthy', path: 'context.a', negated: true },
      compare('context.a', true, path('context.b')),
    ],
  },
])('"$source" is read', ({ source, any }) => {
  expect(parseSkipIf(source)).toEqual({ source, any });
});

test.each([
  { source: '', problem: 'the condition is empty' },
  {
    source: 'context.a &&  context.b',
    problem: 'cannot read the condition from "&&  context.b" on',
  },
  { source: '(context.a)', problem: 'cannot read the condition from "(context.a)" on' },
  { source: 'context.a ||', problem: 'cannot read "" as a term of the condition' },
  { source: '! ! context.a', problem: 'cannot read "! ! context.a" as a term of the condition' },
  { source: 'context.a == ', problem: 'cannot read "context.a ==" as a term of the condition' },
  { source: 'env.HOME', problem: '"env.HOME" starts with none of test_kit., context., agent.' },
  {
    source: 'context.a == other.b',
    problem: '"other.b" starts with none of test_kit., context., agent.',
  },
  { source: 'context.__proto__', problem: '"__proto__" is not allowed in a path' },
])('"$source" is refused', ({ source, problem }) => {
  expect(parseSkipIf(source)).toEqual({ problem });
});
