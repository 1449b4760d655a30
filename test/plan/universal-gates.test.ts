import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { planStoryboard } from '../../src/plan/plan.ts';
import { load, published } from '../support/run-suite.ts';

const { storyboards } = load(published, ['idempotency', 'signed_requests']);

function skipOf(id: string, capabilities: JsonObject | null) {
  const storyboard = storyboards.find((each) => each.id === id);
  const names = ['get_adcp_capabilities', 'create_media_buy', 'update_media_buy'];
  const tools = new Map(names.map((name) => [name, { name, inputSchema: null }]));
  const identity = { name: null, version: null, protocolVersion: null, tools: names };
  if (!storyboard) throw new Error(`no storyboard ${id}`);
  return planStoryboard(
    storyboard,
    { identity: { ...identity, capabilities }, tools, capabilities, capabilitiesProblem: null },
    {
      contracts: new Set(),
      tasks: new Set(),
      runtime: new Set(),
      storyboards: new Set(storyboards.map((each) => each.id)),
    },
  ).skip;
}

const idempotency = (supported: unknown) =>
  ({ adcp: { idempotency: { supported } } }) as JsonObject;

test.each<{ name: string; id: string; capabilities: JsonObject | null; skip: string | null }>([
  {
    name: 'is excused by declaring that it does not',
    id: 'idempotency',
    capabilities: idempotency(false),
    skip: 'the agent declares adcp.idempotency.supported false',
  },
  { name: 'declares that it does', id: 'idempotency', capabilities: idempotency(true), skip: null },
  { name: 'declares nothing', id: 'idempotency', capabilities: { adcp: {} }, skip: null },
  { name: 'declares null', id: 'idempotency', capabilities: idempotency(null), skip: null },
  { name: 'has no capabilities', id: 'idempotency', capabilities: null, skip: null },
  {
    name: 'leaves it out',
    id: 'signed_requests',
    capabilities: {},
    skip: 'requires request_signing.supported to equal true; the agent does not declare it',
  },
])('$id: an agent that $name', ({ id, capabilities, skip }) => {
  expect(skipOf(id, capabilities)?.detail ?? null).toBe(skip);
});
