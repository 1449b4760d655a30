import { describe, expect, test } from 'vitest';
import { extractMcp } from '../../src/dispatch/extract-mcp.ts';
import type { Extraction } from '../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const text = (...texts: readonly string[]): Json =>
  texts.map((each) => ({ type: 'text', text: each }));
const fromResult = (result: Json) =>
  extractMcp({ status: 200, headers: {}, body: { jsonrpc: '2.0', id: 1, result } });
const fromError = (error: Json) =>
  extractMcp({ status: 200, headers: {}, body: { jsonrpc: '2.0', id: 1, error } });

const products = { products: [] };
const adcpError = { code: 'X', message: 'y' };
const bare = { adcp_error: adcpError };

const none = 'neither structuredContent nor a text with a JSON object';

describe('a tool result', () => {
  test.each<{ name: string; result: JsonObject; found: Extraction }>([
    {
      name: 'with structuredContent is that object',
      result: { content: text('{"other":1}'), structuredContent: products },
      found: { outcome: 'success', payload: products, path: 'structured_content', note: null },
    },
    {
      name: 'with isError false is a success',
      result: { isError: false, structuredContent: products },
      found: { outcome: 'success', payload: products, path: 'structured_content', note: null },
    },
    {
      name: 'with isError "true" is a success, as only true counts',
      result: { isError: 'true', structuredContent: products },
      found: { outcome: 'success', payload: products, path: 'structured_content', note: null },
    },
    {
      name: 'with JSON as text is the parsed text',
      result: { content: text('{"products":[]}') },
      found: { outcome: 'success', payload: products, path: 'text_fallback', note: null },
    },
    {
      name: 'with prose before the JSON is the first text that parses',
      result: { content: text('Found none.', '{"products":[]}', '{"products":[1]}') },
      found: {
        outcome: 'success',
        payload: products,
        path: 'text_fallback',
        note: 'text is not JSON',
      },
    },
    {
      name: 'with only prose has no payload',
      result: { content: text('Found none.') },
      found: { outcome: 'success', payload: null, path: 'none', note: `text is not JSON; ${none}` },
    },
    {
      name: 'with a JSON array as text has no payload',
      result: { content: text('[1]') },
      found: {
        outcome: 'success',
        payload: null,
        path: 'none',
        note: `text is JSON, but not an object; ${none}`,
      },
    },
    {
      name: 'with an array as structuredContent falls back to the text',
      result: { structuredContent: [1], content: text('{"products":[]}') },
      found: {
        outcome: 'success',
        payload: products,
        path: 'text_fallback',
        note: 'structuredContent is not an object',
      },
    },
    {
      name: 'with a text over the limit does not read it',
      result: { content: text(`{"a":"${'x'.repeat(1024 * 1024)}"}`) },
      found: {
        outcome: 'success',
        payload: null,
        path: 'none',
        note: `a text longer than 1048576 characters was not read; ${none}`,
      },
    },
    {
      name: 'with a text that nests too deep does not read it',
      result: { content: text(`{"a":${'['.repeat(300)}${']'.repeat(300)}}`) },
      found: { outcome: 'success', payload: null, path: 'none', note: `text is not JSON; ${none}` },
    },
    {
      name: 'with nothing has no payload',
      result: {},
      found: { outcome: 'success', payload: null, path: 'none', note: none },
    },
    {
      name: 'with content that is no array has no payload',
      result: { content: 'hello' },
      found: { outcome: 'success', payload: null, path: 'none', note: none },
    },
    {
      name: 'with a picture has no payload',
      result: { content: [{ type: 'image', text: '{"products":[]}' }, null] },
      found: { outcome: 'success', payload: null, path: 'none', note: none },
    },
    {
      name: 'whose structuredContent is nothing but adcp_error falls back to the text',
      result: { structuredContent: bare, content: text('{"products":[]}') },
      found: {
        outcome: 'success',
        payload: products,
        path: 'text_fallback',
        note: 'structuredContent holds nothing but adcp_error',
      },
    },
    {
      name: 'that is nothing but adcp_error anywhere is an error',
      result: { structuredContent: bare, content: text(JSON.stringify(bare)) },
      found: { outcome: 'error', payload: bare, path: 'error', note: 'adcp_error without isError' },
    },
    {
      name: 'with a text of nothing but adcp_error goes on to the next',
      result: { content: text(JSON.stringify(bare), '{"products":[]}') },
      found: { outcome: 'success', payload: products, path: 'text_fallback', note: null },
    },
    {
      name: 'whose texts are nothing but adcp_error is an error',
      result: { content: text(JSON.stringify(bare)) },
      found: { outcome: 'error', payload: bare, path: 'error', note: 'adcp_error without isError' },
    },
  ])('$name', ({ result, found }) => expect(fromResult(result)).toEqual(found));
});

describe('a tool error', () => {
  test.each<{ name: string; result: JsonObject; payload: Json; note: string | null }>([
    {
      name: 'with structuredContent is that object',
      result: { structuredContent: { ...bare, context: { a: 1 } }, content: text('{}') },
      payload: { ...bare, context: { a: 1 } },
      note: null,
    },
    {
      name: 'with nothing but adcp_error in structuredContent is that object',
      result: { structuredContent: bare },
      payload: bare,
      note: null,
    },
    {
      name: 'with JSON as text is the parsed text',
      result: { content: text(JSON.stringify(bare)) },
      payload: bare,
      note: null,
    },
    {
      name: 'with its adcp_error in the text beside structuredContent has both',
      result: {
        structuredContent: { context: { a: 1 }, errors: [{ code: 'OTHER' }] },
        content: text('Nope.', JSON.stringify({ ...bare, trace: 1 })),
      },
      payload: { context: { a: 1 }, errors: [{ code: 'OTHER' }], ...bare },
      note: 'adcp_error stands in the text beside structuredContent',
    },
    {
      name: 'with another adcp_error in the text is the structured one',
      result: {
        structuredContent: bare,
        content: text('{"adcp_error":{"code":"OTHER"}}'),
      },
      payload: bare,
      note: null,
    },
    {
      name: 'with prose beside structuredContent is the structured one',
      result: { structuredContent: { context: {} }, content: text('Nope.', '{"code":"X"}') },
      payload: { context: {} },
      note: null,
    },
    {
      name: 'with several JSON texts is the first of them',
      result: { content: text(JSON.stringify(bare), '{"trace":1}') },
      payload: bare,
      note: null,
    },
    {
      name: 'with prose is the prose',
      result: { content: text('Nope.') },
      payload: 'Nope.',
      note: 'text is not JSON; the error has no payload',
    },
    {
      name: 'with nothing has no payload',
      result: {},
      payload: null,
      note: 'the error has no payload',
    },
  ])('$name', ({ result, payload, note }) =>
    expect(fromResult({ ...result, isError: true })).toEqual({
      outcome: 'error',
      payload,
      path: 'error',
      note,
    }),
  );
});

describe('a JSON-RPC error', () => {
  test.each<{ name: string; error: JsonObject; payload: Json; note: string }>([
    {
      name: 'with an object as data is that object',
      error: { code: -32602, message: 'm', data: bare },
      payload: bare,
      note: 'payload of a JSON-RPC error',
    },
    {
      name: 'with a text as data is its code and message',
      error: { code: -32602, message: 'm', data: 'd' },
      payload: { code: -32602, message: 'm' },
      note: 'a JSON-RPC error without data',
    },
    {
      name: 'with nothing is null and null',
      error: {},
      payload: { code: null, message: null },
      note: 'a JSON-RPC error without data',
    },
  ])('$name', ({ error, payload, note }) =>
    expect(fromError(error)).toEqual({ outcome: 'error', payload, path: 'error', note }),
  );
});

describe('a payload that came as a success', () => {
  test.each<{ name: string; payload: JsonObject; outcome: Extraction['outcome'] }>([
    { name: 'with adcp_error is an error', payload: { ...bare, products: [] }, outcome: 'error' },
    {
      name: 'with adcp_error null is a success',
      payload: { adcp_error: null, a: 1 },
      outcome: 'success',
    },
    { name: 'with success false is an error', payload: { success: false, a: 1 }, outcome: 'error' },
    { name: 'with success true is a success', payload: { success: true }, outcome: 'success' },
    { name: 'with errors alone is an error', payload: { errors: [adcpError] }, outcome: 'error' },
    {
      name: 'with errors and an echoed context is an error',
      payload: { errors: [adcpError], context: {}, adcp_major_version: 3 },
      outcome: 'error',
    },
    {
      name: 'with errors beside a result is a success with warnings',
      payload: { errors: [adcpError], media_buy_id: 'mb' },
      outcome: 'success',
    },
    {
      name: 'with an empty list of errors is a success',
      payload: { errors: [] },
      outcome: 'success',
    },
    {
      name: 'with a task that failed is an error',
      payload: { status: 'failed', task_id: 't' },
      outcome: 'error',
    },
    {
      name: 'with a task that was rejected is an error',
      payload: { status: 'rejected' },
      outcome: 'error',
    },
    {
      name: 'with a task that was canceled is an error',
      payload: { status: 'canceled' },
      outcome: 'error',
    },
    {
      name: 'with a task that failed is an error, whatever else it says',
      payload: { status: 'failed', task_type: 'x', task_id: 't', media_buy_id: null, products: [] },
      outcome: 'error',
    },
    {
      name: 'with a task that was rejected and its errors is an error',
      payload: {
        status: 'rejected',
        task_type: 'create_media_buy',
        protocol: 'media-buy',
        operation_id: 'o',
        task_id: 't',
        errors: [adcpError],
      },
      outcome: 'error',
    },
    {
      name: 'that tells how a task failed is a success',
      payload: { status: 'failed', task_id: 't', created_at: 'a', updated_at: 'b' },
      outcome: 'success',
    },
    {
      name: 'with rights that were rejected is a success',
      payload: { status: 'rejected', rights_id: 'r', reason: 'no' },
      outcome: 'success',
    },
    {
      name: 'with errors and the standards they are about is an error',
      payload: { errors: [adcpError], conflicting_standards_id: 'cs' },
      outcome: 'error',
    },
    {
      name: 'with a task that goes on is a success',
      payload: { status: 'submitted', task_id: 't' },
      outcome: 'success',
    },
    {
      name: 'with a media buy that is canceled is a success',
      payload: { status: 'canceled', media_buy_id: 'mb' },
      outcome: 'success',
    },
    {
      name: 'with an error object alone is an error',
      payload: { error: adcpError },
      outcome: 'error',
    },
    {
      name: 'with an error text alone is an error',
      payload: { error: 'x', message: 'y' },
      outcome: 'error',
    },
    {
      name: 'with an error object and the id of the call is an error',
      payload: { error: adcpError, request_id: 'r' },
      outcome: 'error',
    },
    {
      name: 'with an error text and its code is an error',
      payload: { error: 'boom', code: 'INTERNAL', details: {} },
      outcome: 'error',
    },
    {
      name: 'with errors and the id of the call is an error',
      payload: { errors: [adcpError], request_id: 'r' },
      outcome: 'error',
    },
    {
      name: 'with a code and no error is a success',
      payload: { code: 'X', details: {} },
      outcome: 'success',
    },
    {
      name: 'with an error object beside a result is a success',
      payload: { error: adcpError, results: [] },
      outcome: 'success',
    },
  ])('$name', ({ payload, outcome }) => {
    const found = fromResult({ structuredContent: payload });
    expect(found).toMatchObject({ outcome, payload, path: 'structured_content' });
    expect(found.note === null).toBe(outcome === 'success');
    expect(fromResult({ content: text(JSON.stringify(payload)) })).toMatchObject({
      outcome,
      payload,
    });
  });
});

describe('an answer without a JSON-RPC message', () => {
  test.each<{ name: string; status: number; body: Json; found: Partial<Extraction> }>([
    {
      name: 'that is refused is an error with its body',
      status: 401,
      body: { error: 'invalid_token' },
      found: {
        outcome: 'error',
        payload: { error: 'invalid_token' },
        path: 'error',
        note: 'HTTP 401 without a JSON-RPC message',
      },
    },
    {
      name: 'that is refused without a body is an error',
      status: 403,
      body: null,
      found: { outcome: 'error', payload: null },
    },
    {
      name: 'whose result is a text has no payload',
      status: 200,
      body: { jsonrpc: '2.0', id: 1, result: 'x' },
      found: {
        outcome: 'success',
        payload: null,
        path: 'none',
        note: 'the result is not an object',
      },
    },
  ])('$name', ({ status, body, found }) =>
    expect(extractMcp({ status, headers: {}, body })).toMatchObject(found),
  );
});
