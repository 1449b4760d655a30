import { describe, expect, test } from 'vitest';
import { extractA2a } from '../../src/dispatch/extract-a2a.ts';
import type { Extraction } from '../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const answer = (message: JsonObject, status = 200) =>
  extractA2a({ status, headers: {}, body: { jsonrpc: '2.0', id: 1, ...message } });
const fromResult = (result: Json) => answer({ result });

const data = (...all: readonly Json[]): Json => all.map((each) => ({ kind: 'data', data: each }));
const task = (state: string, over: JsonObject = {}): JsonObject => ({
  kind: 'task',
  id: 't',
  contextId: 'c',
  status: { state },
  ...over,
});
const done = (...parts: readonly Json[]) =>
  task('completed', { artifacts: [{ artifactId: 'a', parts: data(...parts) }] });
const saying = (state: string, ...parts: readonly Json[]) =>
  task('x', { status: { state, message: { kind: 'message', parts: data(...parts) } } });

const products = { products: [] };
const bare = { adcp_error: { code: 'X', message: 'y' } };
const found = (payload: Json, over: Partial<Extraction> = {}): Extraction => ({
  outcome: 'success',
  payload,
  path: 'structured_content',
  note: null,
  ...over,
});
const rejected = (payload: Json, note: string | null = null): Extraction => ({
  outcome: 'error',
  payload,
  path: 'error',
  note,
});
const none = (note: string): Extraction => ({
  outcome: 'success',
  payload: null,
  path: 'none',
  note,
});

interface Row {
  readonly name: string;
  readonly result: Json;
  readonly is: Extraction;
}

describe('a completed task', () => {
  test.each<Row>([
    {
      name: 'is the last data of the first artifact',
      result: done({ old: 1 }, products),
      is: found(products),
    },
    {
      name: 'passes over null, arrays and texts among its data',
      result: done(products, null, []),
      is: found(products),
    },
    {
      name: 'reads no artifact but the first',
      result: task('completed', {
        artifacts: [{ parts: data(products) }, { parts: data({ other: 1 }) }],
      }),
      is: found(products),
    },
    {
      name: 'without an artifact is the data of its status message',
      result: saying('completed', { old: 1 }, products),
      is: found(products),
    },
    {
      name: 'may spell its state as a constant',
      result: { ...done(products), status: { state: 'TASK_STATE_COMPLETED' } },
      is: found(products),
    },
    {
      name: 'may have parts that do not say their kind',
      result: task('completed', { artifacts: [{ parts: [{ data: products }] }] }),
      is: found(products),
    },
    { name: 'may come in an envelope', result: { task: done(products) }, is: found(products) },
    {
      name: 'in two envelopes is malformed',
      result: { task: { task: done(products) } },
      is: none('the result is an envelope in an envelope'),
    },
    {
      name: 'with adcp_error is an error',
      result: done(bare),
      is: found(bare, { outcome: 'error', note: 'adcp_error in a completed task' }),
    },
    {
      name: 'whose payload is wrapped is an error',
      result: done({ response: products }),
      is: rejected({ response: products }, 'the payload is wrapped in "response"'),
    },
    {
      name: 'with a response beside other fields is not wrapped',
      result: done({ response: {}, ...products }),
      is: found({ response: {}, ...products }),
    },
    {
      name: 'with texts only has no payload',
      result: task('completed', { artifacts: [{ parts: [{ kind: 'text', text: '{"a":1}' }] }] }),
      is: none('the task is completed and its first artifact carries no data'),
    },
  ])('$name', ({ result, is }) => {
    expect(fromResult(result)).toEqual(is);
  });
});

describe('a task that has not ended', () => {
  test.each<Row>([
    {
      name: 'is the first data of its status message',
      result: saying('submitted', { status: 'submitted' }, { later: 1 }),
      is: found({ status: 'submitted' }),
    },
    {
      name: 'does not look at artifacts',
      result: task('working', { artifacts: [{ parts: data(products) }] }),
      is: {
        ...none('the task is working and its status message carries no data'),
        outcome: 'pending',
      },
    },
    {
      name: 'reports an error it carries',
      result: saying('TASK_STATE_INPUT_REQUIRED', bare),
      is: found(bare, { outcome: 'error', note: 'adcp_error in a input-required task' }),
    },
  ])('$name', ({ result, is }) => {
    expect(fromResult(result)).toEqual(is);
  });
});

test.each([
  { name: 'data', parts: data(bare), is: rejected(bare) },
  {
    name: 'a text',
    parts: [{ kind: 'text', text: 'log in' }],
    is: rejected('log in', 'the error has no payload'),
  },
])('a task that waits for a credential is an error with $name', ({ parts, is }) => {
  expect(fromResult(task('x', { status: { state: 'auth-required', message: { parts } } }))).toEqual(
    is,
  );
});

describe('a task that ended badly', () => {
  test.each(['failed', 'rejected', 'canceled', 'TASK_STATE_FAILED', 'TASK_STATE_CANCELLED'])(
    'in the state %s is an error with the data of its artifact',
    (state) => {
      expect(fromResult({ ...done(bare), status: { state } })).toEqual(rejected(bare));
    },
  );

  test.each<Row>([
    {
      name: 'falls back on its status message',
      result: saying('failed', bare),
      is: rejected(bare),
    },
    {
      name: 'falls back on a text',
      result: task('x', {
        status: { state: 'failed', message: { parts: [{ kind: 'text', text: 'INVALID: no' }] } },
      }),
      is: rejected('INVALID: no', 'the error has no payload'),
    },
    {
      name: 'may say nothing',
      result: task('rejected'),
      is: rejected(null, 'the error has no payload'),
    },
  ])('$name', ({ result, is }) => {
    expect(fromResult(result)).toEqual(is);
  });
});

test.each<Row>([
  {
    name: 'a message is its last data',
    result: { kind: 'message', parts: data({ old: 1 }, products) },
    is: found(products, { note: 'a message instead of a task' }),
  },
  {
    name: 'a message without data has no payload',
    result: { kind: 'message', parts: [] },
    is: none('the message carries no data'),
  },
  { name: 'a text is malformed', result: 'hello', is: none('the result is not an object') },
  {
    name: 'an object of another kind is malformed',
    result: { hello: 1 },
    is: none('the result is neither a task nor a message'),
  },
  {
    name: 'a task without a state is malformed',
    result: { status: {} },
    is: none('the task has no state'),
  },
])('$name', ({ result, is }) => {
  expect(fromResult(result)).toEqual(is);
});

test.each([
  {
    name: 'a JSON-RPC error is its data',
    message: { error: { code: -32000, message: 'no', data: bare } },
    is: rejected(bare, 'payload of a JSON-RPC error'),
  },
  {
    name: 'a JSON-RPC error without data is code and message',
    message: { error: { code: -32000, message: 'no' } },
    is: rejected({ code: -32000, message: 'no' }, 'a JSON-RPC error without data'),
  },
])('$name', ({ message, is }) => {
  expect(answer(message)).toEqual(is);
});

test('a refusal of HTTP is its body', () => {
  expect(extractA2a({ status: 401, headers: {}, body: 'who are you' })).toEqual(
    rejected('who are you', 'HTTP 401 without a JSON-RPC message'),
  );
});
