import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSchemaValidator } from '../../src/judge/schema-validator.ts';
import { createSchemaSource } from '../../src/load/schemas.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { isObject, mapJson } from '../../src/support/json.ts';
import { suite } from './run-shipped.ts';

const ours = 'storyboards/schemas';
const published = 'node_modules/@adcp/sdk/dist/lib/schemas-data/3.0';

const files = readdirSync(ours, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort();
const requests = files.filter(
  (file) => file.endsWith('-request.json') && existsSync(join(published, file)),
);
const ourValidator = createSchemaValidator(createSchemaSource(ours));
const publishedValidator = createSchemaValidator(createSchemaSource(published));
await Promise.all([ourValidator.load(), publishedValidator.load()]);

/** Steps that send a body which is broken on purpose. */
const broken = ['pause_without_account', 'no_key', 'negative_budget'];

const calls = suite.storyboards.flatMap(({ phases }) =>
  phases.flatMap(({ steps }) =>
    steps.flatMap(({ id, action }) =>
      action.kind === 'call' && action.request.schemaRef !== null
        ? [{ id, ref: action.request.schemaRef, payload: action.request.payload }]
        : [],
    ),
  ),
);

describe('the shipped schemas', () => {
  test.each(files)('%s compiles, and refers to nothing that is missing', (file) => {
    expect(ourValidator.validate(file, {}).kind).not.toBe('missing');
  });

  test.each(files)('%s is called what its path says', (file) => {
    expect(read(ours, file)['$id']).toBe(`/schemas/v1/${file}`);
  });

  test.each(requests)('%s declares what AdCP declares', (file) => {
    const [mine, theirs] = [read(ours, file), read(published, file)];

    expect(keysOf(mine['properties'])).toEqual(keysOf(theirs['properties']));
    expect(sorted(mine['required'])).toEqual(sorted(theirs['required']));
    expect(mine['additionalProperties'] === false).toBe(theirs['additionalProperties'] === false);
  });
});

describe('the shipped requests', () => {
  test.each(calls)('$id is AdCP 3.0, unless it is broken on purpose', ({ id, ref, payload }) => {
    const body = mapJson(payload, standIn);
    const kind = broken.includes(id) ? 'invalid' : 'valid';

    expect(ourValidator.validate(ref, body)).toMatchObject({ kind });
    expect(publishedValidator.validate(ref, body)).toMatchObject({ kind });
  });
});

function read(root: string, file: string): JsonObject {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as JsonObject;
}

function keysOf(value: Json | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value).sort() : [];
}

function sorted(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? [...(value as Json[])].sort() : [];
}

const format = { agent_url: 'https://agent.example/mcp', id: 'display_300x250' };
const signal = { source: 'agent', agent_url: 'https://agent.example/mcp', id: 'walkers' };

/** A value for each token whose value is not a plain id. */
const captured: Readonly<Record<string, Json>> = {
  format_id: format,
  first_format_id: format,
  second_format_id: format,
  format_agent_url: format.agent_url,
  first_signal_id: signal,
  second_signal_id: signal,
  governance_agent_url: 'https://governance.example/mcp',
  uses: ['commercial'],
  manifest: { format_id: format, assets: {} },
};

function standIn(value: Json): Json | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return undefined;
  const name = /^\$context\.(\w+)$/.exec(value)?.[1];
  if (name === undefined) return '6f1c2a34-0b7d-4a55-9c1e-1234567890ab';
  return captured[name] ?? `some_${name}`;
}
