import { expect, test } from 'vitest';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const schema = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['supported_protocols'],
  properties: {
    supported_protocols: { type: 'array', items: { enum: ['signals'] } },
    account: { type: 'object', required: ['supported_billing'] },
  },
});
const file = 'schemas/protocol/get-adcp-capabilities-response.json';

const board =
  '  - { id: p, title: p, steps: [{ id: a, title: a, task: read, sample_request: {} }] }\n';
const found = async (
  capabilities: Record<string, unknown>,
  files: Record<string, string> = { [file]: schema },
) => {
  const { result } = await trial(aStoryboardWith(board), {
    files,
    agent: {
      tools: ['read', 'get_adcp_capabilities'],
      tool: (name) => (name === 'read' ? {} : capabilities),
    },
  });
  return result;
};

test('each place of a capabilities answer that its schema does not allow is a notice, and no failure', async () => {
  const { notices, summary } = await found({ supported_protocols: ['x'], account: {} });
  expect(notices).toMatchObject([
    {
      severity: 'info',
      code: 'capabilities_response_schema_invalid',
      capabilityPointer: '/supported_protocols/0',
      message: expect.stringMatching(/^agent: .* at \/supported_protocols\/0: /) as string,
    },
    { severity: 'info', capabilityPointer: '/account' },
  ]);
  expect(summary.steps).toMatchObject({ passed: 1, failed: 0 });
});

test('what is missing at the top has the empty pointer', async () => {
  expect((await found({})).notices).toMatchObject([
    {
      capabilityPointer: '',
      message: expect.stringContaining('at its top level') as string,
    },
  ]);
});

test.each([
  ['an answer its schema allows', { supported_protocols: ['signals'] }, { [file]: schema }],
  ['a suite without that schema', {}, {}],
])('%s is no news', async (_, capabilities, files) => {
  expect((await found(capabilities, files)).notices).toEqual([]);
});
