import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startAgent } from '../support/agent.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { cli } from './cli.ts';

const kitOf = (key: string) => `id: acme
name: Acme
brand: { house: { domain: acme.example } }
auth:
  api_key: ${key}
  probe_task: get_products
  basic: { username: acme-user, password: kit-password-0002 }
  second: { nested: { api_key: kit-key-0003 } }
`;

const secrets = ['kit-key-0001', 'kit-password-0002', 'kit-key-0003'];

const head = 'prerequisites: { description: d, test_kit: test-kits/acme.yaml }\n';

/** Sends credentials where no key gives them away, and checks what fails, so that answers are shown. */
const phases = `  - id: p
    title: p
    steps:
      - id: a
        title: a
        task: read
        sample_request:
          note: $test_kit.auth.api_key
          more: [$test_kit.auth.basic.password, $test_kit.auth.second.nested.api_key]
          user: $test_kit.auth.basic.username
        validations: [{ check: field_value, path: said, value: nothing, description: d }]
`;

async function setting(key = 'kit-key-0001') {
  const root = writeSuite({
    's.yaml': aStoryboardWith(phases, head),
    'test-kits/acme.yaml': kitOf(key),
  });
  const agent = await startAgent({
    tools: ['read'],
    tool: (_name, args) => ({ said: `I got ${JSON.stringify(args)}` }),
  });
  onTestFinished(() => agent.close());
  return { root, agent, line: ['run', '--suite', root, '--agent', agent.url.href] };
}

test('the credentials of a test kit go out and are in no output', async () => {
  const { root, agent, line } = await setting();
  const file = join(root, 'r.json');
  const reports = ['--report', `json=${file}`];
  const { code, stdout, stderr } = await cli([...line, '--verbose', ...reports]);
  const sent = agent.seen.find(({ tool }) => tool === 'read')?.args;
  expect(sent).toEqual({ note: secrets[0], more: [secrets[1], secrets[2]], user: 'acme-user' });
  expect(code).toBe(1);
  const outputs = { stdout, stderr, report: readFileSync(file, 'utf8') };
  for (const [name, text] of Object.entries(outputs)) {
    for (const secret of secrets) expect(`${name}: ${text}`).not.toContain(secret);
  }
  // The answer is shown, with what is no secret in it.
  expect(outputs.stdout).toContain('I got');
  expect(outputs.stdout).toContain('acme-user');
  expect(outputs.report).toContain('[redacted]');
});

test('the credentials of a test kit are not in what --dry-run shows', async () => {
  const { agent, line } = await setting();
  const { code, stdout, stderr } = await cli([...line, '--dry-run']);
  expect([code, agent.seen.length]).toEqual([0, 0]);
  expect(stdout).toContain('"note":"[redacted]"');
  for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
});

test.each([
  {
    name: 'a token of the run',
    key: 'kit-key-0001',
    auth: ['--auth', 'abc'],
    says: 'the token of the run is too short to be kept out of reports\n',
  },
  {
    name: 'a credential of a test kit',
    key: 'abc',
    auth: [],
    says: 'a credential of test kit acme is too short to be kept out of reports\n',
  },
  { name: 'nothing where all are long enough', key: 'kit-key-0001', auth: [], says: '' },
])('a secret too short to blank is told of: $name', async ({ key, auth, says }) => {
  const { line } = await setting(key);
  const { stderr } = await cli([...line, ...auth, '--quiet']);
  expect(stderr.split('storyboard: exit')[0]).toBe(says);
});
