import { expect, test } from 'vitest';
import type { ServerResponse } from 'node:http';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

/**
 * One test per fault found in the runner this one replaces (E1 to E26 of the reference study) that is not pinned
 * elsewhere: E1, E2, E3, E9 and E16 in step.test.ts and request/build.test.ts, E6 in judge/checks, E13 in
 * judge/storyboard.test.ts, E20 and the exit codes in gate/decide.test.ts. E10 and E11 name modes that do not exist here.
 */

const step = (id: string, task: string, request: string, extra = '') =>
  `      - id: ${id}\n        title: ${id}\n        task: ${task}\n        sample_request: ${request}\n${extra}`;
const onePhase = (...steps: readonly string[]) =>
  `  - id: p\n    title: p\n    steps:\n${steps.join('')}`;
const negative = '        expect_error: true\n';

const account = '{ brand: { domain: acme.example }, operator: agency.example }';
const error = { success: false, error: 'INVALID_STATE' };

test('E5: fields the tool does not declare go out all the same', async () => {
  const { calls } = await trial(
    aStoryboardWith(onePhase(step('n', 'write', '{ undeclared: 1, canceled: true }', negative))),
  );
  expect(calls[0]?.args).toMatchObject({ undeclared: 1, canceled: true });
});

test('E8: a positive and a negative step with the same body send the same body, nothing dropped, nothing made up', async () => {
  const body = `{ account: ${account}, brand: { domain: acme.example }, po_number: PO-1, packages: [{ product_id: p }] }`;
  const { calls } = await trial(
    aStoryboardWith(
      onePhase(step('a', 'create_media_buy', body), step('b', 'create_media_buy', body, negative)),
    ),
  );
  expect(calls[0]?.args).toEqual(calls[1]?.args);
  expect(calls[0]?.args).toEqual({
    account: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
    brand: { domain: 'acme.example' },
    po_number: 'PO-1',
    packages: [{ product_id: 'p' }],
  });
});

test('E12: a 401 on a negative step says so, and is no rejection', async () => {
  const agent = {
    on: ({ tool }: { readonly tool: string }) =>
      tool === 'write'
        ? (response: ServerResponse) => {
            response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
          }
        : undefined,
  };
  const { storyboard } = await trial(
    aStoryboardWith(
      onePhase(
        step(
          'n',
          'write',
          '{}',
          `${negative}        validations: [{ check: error_code, description: d }]\n`,
        ),
      ),
    ),
    { agent },
  );
  expect(storyboard.steps[0]).toMatchObject({
    verdict: 'errored',
    exchange: { reason: 'unauthorized', detail: expect.stringContaining('401') as string },
  });
});

test('E18: a secret that comes back under a key that reports hide is still found', async () => {
  const secrets = ['a-secret-of-twenty-chars'];
  const agent = { tool: () => ({ token: secrets[0] }) };
  const { storyboard } = await trial(aStoryboardWith(onePhase(step('a', 'read', '{}'))), {
    agent,
    secrets,
  });
  expect(storyboard.verdict).toBe('failed');
  expect(
    storyboard.assertions.find(({ assertion }) => assertion === 'context.no_secret_echo')?.outcome
      .status,
  ).toBe('failed');
  const clean = await trial(aStoryboardWith(onePhase(step('a', 'read', '{}'))), {
    agent: { tool: () => ({ token: 'another' }) },
    secrets,
  });
  expect(clean.storyboard.verdict).toBe('passed');
});

test.each([{ brand: null }, { brand: 'other.example' }])(
  'E19: the operator is the same for positive and negative steps (--brand $brand)',
  async ({ brand }) => {
    const identity = { brand, operator: null, verbatim: false, live: false };
    const body = `{ account: ${account} }`;
    const { calls } = await trial(
      aStoryboardWith(onePhase(step('a', 'write', body), step('b', 'write', body, negative))),
      { identity },
    );
    expect(calls.map(({ args }) => args['account'])).toEqual(
      Array(2).fill({ brand: { domain: brand ?? 'acme.example' }, operator: 'agency.example' }),
    );
  },
);

test('E21: nothing is made up in the payload that is judged', async () => {
  const absent = '        validations: [{ check: field_absent, path: _message, description: d }]\n';
  const { steps } = await trial(aStoryboardWith(onePhase(step('a', 'read', '{}', absent))), {
    agent: { tool: () => ({ a: 1 }) },
  });
  expect(steps).toEqual({ a: 'passed' });
});

test('E22: the same error answer gets the same verdict with other credentials', async () => {
  const coded = `${negative}        validations: [{ check: error_code, value: INVALID_STATE, description: d }]\n`;
  const { steps, calls } = await trial(
    aStoryboardWith(
      onePhase(
        step('a', 'write', '{}', coded),
        step('b', 'write', '{}', `        auth: none\n${coded}`),
      ),
    ),
    { agent: { tool: () => error } },
  );
  expect(steps).toEqual({ a: 'passed', b: 'passed' });
  expect(calls).toHaveLength(2);
});

test('E24: a wholesale request gets no brief, and a task that declares no brand gets none', async () => {
  const { calls } = await trial(
    aStoryboardWith(
      onePhase(
        step('a', 'get_products', '{ buying_mode: wholesale, brand: { domain: acme.example } }'),
        step('b', 'read', '{}'),
      ),
    ),
  );
  expect(calls.map(({ args }) => args)).toEqual([
    { buying_mode: 'wholesale', brand: { domain: 'acme.example' } },
    {},
  ]);
});

test('E25, E26: what sync_accounts answers does not displace the authored account or its sandbox flag', async () => {
  const agent = {
    tools: ['sync_accounts', 'create_media_buy'],
    tool: () => ({ accounts: [{ account_id: 'a1' }] }),
  };
  const sandboxed =
    '{ account: { brand: { domain: acme.example }, operator: agency.example, sandbox: true } }';
  const { calls } = await trial(
    aStoryboardWith(
      onePhase(
        step('s', 'sync_accounts', '{ accounts: [] }'),
        step('c', 'create_media_buy', sandboxed),
      ),
    ),
    { agent },
  );
  expect(calls[1]?.args['account']).toEqual({
    brand: { domain: 'acme.example' },
    operator: 'agency.example',
    sandbox: true,
  });
});

test('E4, E16: a token the run cannot fill is never sent as text, wherever it stands', async () => {
  const { calls, steps } = await trial(
    aStoryboardWith(
      onePhase(
        step('a', 'write', '{ packages: [{ note: "{{prior_step.x.operation_id}}" }] }'),
        step('b', 'write', '{ note: "x-$context.nobody" }', negative),
        step('c', 'write', '{ note: "$generate:date" }'),
      ),
    ),
  );
  expect(calls).toHaveLength(0);
  expect(Object.values(steps)).not.toContain('passed');
});
