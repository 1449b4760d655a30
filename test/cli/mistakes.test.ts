import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EndingSignal } from '../../src/model/result.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { boundByPermissions } from '../support/nobody.ts';
import { startAgent, text } from '../support/agent.ts';
import { cli } from './cli.ts';

test.each([
  { line: ['run', '--agnet', 'x'], says: "unknown option '--agnet' (Did you mean --agent?)" },
  { line: ['lint', ''], says: '"" names nothing; name a storyboard' },
  ...['run', 'lint', 'list'].map((command) => ({
    line: [command, '--suite', ''],
    says: '--suite "": name a directory or an installed package',
  })),
  {
    line: ['lint', 'package.json'],
    says: 'package.json: the file of a storyboard ends in .yaml or .yml',
  },
  { line: ['rnu'], says: "unknown command 'rnu' (Did you mean run?)" },
  { line: [], says: 'no command given' },
  { line: ['run', 'media_buy_state_machin'], says: 'Did you mean "media_buy_state_machine"?' },
  { line: ['run', 'no/such/file.yaml'], says: 'no/such/file.yaml: there is no such file' },
  {
    line: ['run', '--suite', 'no-such-suite'],
    says: '--suite no-such-suite: neither a directory nor an installed npm package',
  },
  ...['run', 'lint', 'show'].map((command) => ({
    line: [command, 'package.json/x.yaml'],
    says: 'package.json/x.yaml: there is no such file',
  })),
  {
    line: ['run', '--suite', 'package.json/x'],
    says: '--suite package.json/x: neither a directory nor an installed npm package',
  },
  {
    line: ['run', '--report', 'json=package.json/r.json'],
    says: 'does not exist or cannot be written',
  },
  { line: ['run', '--floors', 'src'], says: '--floors src: it is a directory; name a file' },
  ...['nope', 'package.json'].map((schemas) => ({
    line: ['run', '--schemas', schemas],
    says: `--schemas ${schemas}: there is no such directory`,
  })),
  { line: ['show', 'storyboards'], says: 'storyboards is a folder; name one of its storyboards' },
  { line: ['run', '--timeout', 'soon'], says: '--timeout soon: wants a number of seconds' },
  { line: ['run', '--budget', '0x10'], says: '--budget 0x10: wants a number of seconds.' },
  { line: ['run', '--budget', ''], says: '--budget : wants a number of seconds.' },
  { line: ['run', '--budget', '-1'], says: '--budget -1: wants a number of seconds above 0' },
  { line: ['run', '--agent', 'not a url'], says: '--agent not a url: wants an http(s) URL' },
  { line: ['run', '--brand', 'Not a domain'], says: '--brand Not a domain: wants a domain' },
  { line: ['run', '--report', 'xml'], says: 'no reporter is called "xml"' },
  {
    line: ['run', '--report', 'json=no-such-folder/r.json'],
    says: 'does not exist or cannot be written',
  },
  { line: ['run', '--report', 'json=test'], says: 'is a directory; name a file' },
  {
    line: ['run', '--report', 'json', '--report', 'terminal'],
    says: 'two reports cannot share stdout',
  },
  { line: ['run', '--tenant', 'salse'], says: 'Did you mean "sales"?' },
  {
    line: ['run', '--agent', 'http://127.0.0.1:9/mcp', '--tenant', 'sales'],
    says: 'give the tenant in the URL',
  },
  {
    line: ['run', '--webhook-url', 'http://hooks.example', '--webhook-port', '9999'],
    says: '--webhook-url http://hooks.example: wants a public https URL',
  },
  { line: ['run', '--webhook-url', 'https://hooks.example'], says: 'give --webhook-port too' },
  { line: ['run', '--webhook-port', '70000'], says: '--webhook-port 70000: wants a port' },
  { line: ['run', '--webhook-jwks', 'nowhere.json'], says: 'nowhere.json: there is no such file' },
  { line: ['run', '--webhook-jwks', 'package.json'], says: 'package.json: wants a key set' },
  { line: ['run', '--webhook-jwks', 'README.md'], says: 'README.md: wants JSON' },
  { line: ['run', '--no-webhooks', '--webhook-port', '9999'], says: '--no-webhooks takes none' },
  { line: ['run', '--track', 'meida_buy'], says: 'Did you mean "media_buy"?' },
  { line: ['run', '--filter', 'zzz*'], says: '--filter zzz*: no storyboard matches' },
  {
    line: ['run', '--filter', 'sales*', '--track', 'brand'],
    says: '--filter sales* --track brand: no storyboard matches',
  },
  {
    line: ['run', '--floors', 'no-such-floors.yaml'],
    says: '--floors no-such-floors.yaml: there is no such file',
  },
  { line: ['run', '--base', 'package.json'], says: 'package.json is no report of storyboard' },
  {
    line: ['run', '--agent', 'http://127.0.0.1:9/mcp', '--auth-env', 'NO_SUCH_VARIABLE'],
    says: 'the environment has no such variable',
  },
  {
    line: ['run', '--agent', 'http://127.0.0.1:9/mcp', '--auth', 'a', '--auth-env', 'B'],
    says: 'give --auth or --auth-env, not both',
  },
  ...[
    ['--auth', 'secret'],
    ['--auth-env', 'HOME'],
    ['--protocol', 'mcp'],
    ['--target', 'prod'],
    ['--wait', '3'],
  ].map((forgotten) => ({
    line: ['run', ...forgotten, 'accounts'],
    says: `${String(forgotten[0])} is for an agent of your own, and none is named: add --agent URL`,
  })),
  { line: ['run', '--budget', '9999999'], says: '--budget 9999999: wants at most 2147483 seconds' },
  { line: ['run', '--timeout', '9999999'], says: '--timeout 9999999: wants at most' },
  { line: ['serve', '--port', ''], says: '--port : wants a port' },
  { line: ['run', '--webhook-port', ''], says: '--webhook-port : wants a port' },
  {
    line: ['run', '--agent', 'sales=http://127.0.0.1:9/mcp', '--agent', 'rules=nowhere'],
    says: '--agent rules=nowhere: wants an http(s) URL',
  },
  { line: ['help', 'rn'], says: `unknown command 'rn'. Did you mean "run"?` },
  { line: ['show', 'a', 'b'], says: 'Expected 1 argument but got 2. See storyboard show --help.' },
  { line: ['run', '--nope'], says: "unknown option '--nope'. See storyboard run --help." },
  {
    line: ['floors', 'check', 'r.json', '--floors', 'f.yaml', '--nope'],
    says: "unknown option '--nope'. See storyboard floors check --help.",
  },
  { line: ['run', '--verbatim', '--brand', 'x.example'], says: 'cannot act for --brand' },
  { line: ['run', '--verbatim', '--operator', 'x.example'], says: 'cannot act for --operator' },
  { line: ['run', '--dry-run', '--tenant', 'salse'], says: 'Did you mean "sales"?' },
  {
    line: ['run', '--dry-run', '--report', 'json=no-such-folder/r.json'],
    says: 'does not exist or cannot be written',
  },
  {
    line: ['run', '--dry-run', '--report', 'json=r.txt', '--report', 'terminal=./r.txt'],
    says: 'r.txt; give each a file of its own',
  },
  {
    line: ['run', '--dry-run', '--report', 'json=-', '--report', 'terminal=-'],
    says: 'two reports cannot share stdout',
  },
  { line: ['run', '--verbose', '--quiet'], says: 'give --verbose or --quiet, not both' },
  { line: ['run', '--context', 'novalue'], says: 'wants NAME=VALUE' },
  { line: ['run', '--suite-date', 'yesterday'], says: 'wants a day such as' },
  { line: ['list', 'chekcs'], says: 'Did you mean "checks"?' },
  { line: ['show', 'nobody_knows_it'], says: 'no storyboard of' },
  { line: ['serve', '--port', 'x'], says: 'wants a port' },
  {
    line: ['serve', '--fault', 'no-context-ehco'],
    says: 'Did you mean "no-context-echo"? List them with: storyboard list faults.',
  },
  { line: ['serve', '--tenant', 'saels'], says: 'Did you mean "sales"? There are: sales, signals' },
  {
    line: ['floors', 'check', 'package.json', '--floors', 'x.yaml'],
    says: 'package.json is no report of storyboard',
  },
])('$line is refused with one sentence and exit 2', async ({ line, says }) => {
  const { code, stderr } = await cli(line);
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(last).toContain('storyboard: exit 2: ');
  expect(last).toContain(says);
  expect(code).toBe(2);
});

test.each([
  { line: ['run', '--suite'] },
  { line: ['run'] },
  { line: ['lint'] },
  { line: ['show'] },
  { line: ['list', '--suite'] },
])('$line of a folder without a storyboard says so', async ({ line }) => {
  const root = writeSuite({ 'notes.yaml': 'title: nothing to run\n' });
  const { code, stdout, stderr } = await cli([...line, root]);
  expect(stderr).toMatch(`storyboard: exit 2: ${root}: there is no storyboard in this folder`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.each([
  { name: 'a folder', lock: 'locked', says: /the folder \S+locked: it cannot be read: permission/ },
  { name: 'a file', lock: 'b.yaml', says: /b\.yaml: it cannot be read: permission denied/ },
])('$name of a suite that cannot be read is named; a file beside it runs', async (given) => {
  const root = writeSuite({ 's.yaml': aStoryboardWith(step), 'b.yaml': '', 'locked/c.yaml': '' });
  chmodSync(root, 0o755);
  chmodSync(join(root, given.lock), 0o000);
  const [suite, alone] = await boundByPermissions(async () => [
    await cli(['lint', root]),
    await cli(['lint', join(root, 's.yaml')]),
  ]);
  expect(suite.stderr).toMatch(given.says);
  expect([suite.code, alone.code]).toEqual([2, 0]);
});

test.each([
  ['--agent', 'http://u:secretpw@127.0.0.1:9/mcp'],
  ['--agent', 'sales=http://u:secretpw@127.0.0.1:9/mcp'],
  ['--agent', 'http://127.0.0.1:9/mcp', '--agent', 'http://secretpw@127.0.0.1:9/mcp'],
  ['--receiver-url', 'http://u:secretpw@127.0.0.1:9/in'],
  ['--webhook-url', 'https://u:secretpw@hooks.example', '--webhook-port', '9999'],
])('a password in a URL is refused and shown to nobody: %s %s', async (...flags) => {
  const { code, stdout, stderr } = await cli(['run', ...flags]);
  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain('secretpw');
});

test('serve at a port that is taken says so', async () => {
  const taken = await startAgent();
  const { code, stderr } = await cli(['serve', '--tenant', 'signals', '--port', taken.url.port]);
  await taken.close();
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^storyboard: exit 2: --port \d+: nothing can listen there \(.*EADDRINUSE.*\)\. Name a free port/,
  );
});

const step =
  '  - id: p\n    title: p\n    steps:\n      - { id: a, title: a, task: read, sample_request: {} }\n';

test.each([
  {
    name: 'a misspelt check',
    files: {
      's.yaml': aStoryboardWith(
        `${step}        validations: [{ check: feild_present, path: a }]\n`
          .replace(', sample_request: {} }', ' }')
          .replace(
            '{ id: a, title: a, task: read }',
            'id: a\n        title: a\n        task: read',
          ),
      ),
    },
    says: ['s.yaml:', 'unknown check "feild_present"', '^^^^^', 'did you mean "field_present"?'],
  },
  {
    name: 'a YAML syntax error',
    files: { 's.yaml': 'id: x\nphases:\n  - id: [\n' },
    says: ['s.yaml:', 'not readable as YAML', '^'],
  },
  {
    name: 'a request schema that is no JSON',
    files: {
      's.yaml': aStoryboardWith(step),
      'schemas/m/read-request.json': '{\n  "properties": {\n}',
    },
    says: ['schemas/m/read-request.json:', 'this is no JSON'],
  },
  {
    name: 'a response schema that is no JSON',
    files: {
      's.yaml': aStoryboardWith(
        step.replace('sample_request', 'response_schema_ref: r.json, sample_request'),
      ),
      'schemas/r.json': '{ "$ref": "./core/part.json" }',
      'schemas/core/part.json': '{ "type": object }',
    },
    says: ['schemas/core/part.json:1:', 'this is no JSON', '^'],
  },
  {
    name: 'a missing kit',
    files: {
      's.yaml': aStoryboardWith(
        step,
        'prerequisites: { description: d, test_kit: test-kits/nobody.yaml }\n',
      ),
      'test-kits/somebody.yaml': 'id: somebody\nname: S\n',
    },
    says: ['s.yaml:', 'nobody.yaml', 'somebody.yaml'],
  },
  {
    name: 'a known failure that names no step',
    files: {
      's.yaml': aStoryboardWith(step),
      'floors.yaml':
        'targets:\n  sales:\n    passing_steps: 1\n    known_failures:\n      s/b: "why"\n',
    },
    floors: true,
    says: ['floors.yaml:5', '"s/b" names no step', 'did you mean "s/a"?'],
  },
])('$name is shown where it stands, and nothing is sent', async ({ files, says, ...rest }) => {
  const root = writeSuite(files);
  const agent = await startAgent();
  const floors = 'floors' in rest ? ['--floors', join(root, 'floors.yaml')] : [];
  const { code, stderr } = await cli([
    'run',
    '--suite',
    root,
    '--agent',
    agent.url.href,
    ...floors,
  ]);
  await agent.close();
  expect(code).toBe(2);
  for (const part of says) expect(stderr).toContain(part);
  expect(stderr.trimEnd().split('\n').at(-1)).toContain('nothing was sent');
  expect(agent.seen).toHaveLength(0);
});

test.each([
  {
    name: 'is down',
    agent: () => 'http://127.0.0.1:9/mcp',
    says: ['refused the connection', '--wait SECONDS'],
  },
  {
    name: 'refuses the token',
    agent: (url: URL) => url.href,
    says: ['HTTP 401', '--auth-env VAR'],
  },
])('an agent that $name ends the run with exit 3 and what to do', async ({ agent: at, says }) => {
  const agent = await startAgent({ accepts: ['Bearer right'] });
  const { code, stderr } = await cli([
    'run',
    '--agent',
    at(agent.url),
    '--auth',
    'wrong',
    '--quiet',
  ]);
  await agent.close();
  expect(code).toBe(3);
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  for (const part of says) expect(last).toContain(part);
  expect(stderr).not.toContain('Bearer wrong');
});

test.each([
  { name: 'for anything', rpc: /./, says: 'could not be reached' },
  { name: 'for its tools alone', rpc: /^tools\/call/, says: 'answered no call' },
])('an agent that wants a token $name says so to a run without one', async ({ rpc, says }) => {
  const agent = await startAgent({
    tools: ['read'],
    on: (seen) => (rpc.test(seen.rpc) ? text(401, 'who are you') : undefined),
  });
  const root = writeSuite({ 's.yaml': aStoryboardWith(step) });
  const { code, stderr } = await cli([
    'run',
    '--suite',
    root,
    '--agent',
    agent.url.href,
    '--quiet',
  ]);
  await agent.close();
  const last = stderr.trimEnd().split('\n').at(-1);
  expect([code, last]).toEqual([3, expect.stringContaining(says)]);
  expect(last).toContain('wants a credential, and the run was given none');
  expect(last).toContain('--auth-env VAR');
});

test('an agent that appears while --wait waits is run', async () => {
  const early = await startAgent();
  await early.close();
  const script = { tools: ['read'], tool: () => ({}), port: Number(early.url.port) };
  const root = writeSuite({ 's.yaml': aStoryboardWith(step) });
  const late: ReturnType<typeof startAgent>[] = [];
  const said: string[] = [];
  const stderr = (text: string) => {
    said.push(text);
    late.push(startAgent(script));
  };
  const line = ['run', '--suite', root, '--agent', early.url.href, '--wait', '20'];
  const { code } = await cli(line, { stderr });
  for (const agent of late) await (await agent).close();
  expect(said).toEqual([expect.stringMatching(/^waiting up to 20 s .*refused the connection/)]);
  expect(code).toBe(0);
});

test.each([
  { sent: 'SIGHUP', ends: 129 },
  { sent: 'SIGINT', ends: 130 },
  { sent: 'SIGTERM', ends: 143 },
] as const)(
  '$sent ends the run with $ends, and the report of what ran is written',
  async ({ sent, ends }) => {
    const root = writeSuite({ 's.yaml': aStoryboardWith(step) });
    let signal: (name: EndingSignal) => void = () => undefined;
    const agent = await startAgent({
      tools: ['read'],
      tool: () => {
        signal(sent);
        return {};
      },
    });
    const onSignal = (listener: typeof signal) => {
      signal = listener;
      return () => undefined;
    };
    const { code, report } = await cli(
      ['run', '--suite', root, '--agent', agent.url.href, '--report', 'json'],
      { onSignal },
    );
    await agent.close();
    expect(code).toBe(ends);
    expect(report?.partial).toEqual([{ kind: 'truncated', by: sent }]);
  },
);

test.each([
  { name: 'ends the process at once, with the line that says so', afterMs: 400, ends: [130] },
  { name: 'a moment after the first is its echo', afterMs: 100, ends: [] },
])('a second signal $name', async ({ afterMs, ends }) => {
  const root = writeSuite({ 's.yaml': aStoryboardWith(step) });
  let signal: (name: EndingSignal) => void = () => undefined;
  let elapsed = 0;
  const exits: number[] = [];
  const agent = await startAgent({
    tools: ['read'],
    tool: () => {
      signal('SIGINT');
      elapsed += afterMs;
      signal('SIGINT');
      return {};
    },
  });
  const { stderr } = await cli(['run', '--suite', root, '--agent', agent.url.href], {
    onSignal: (listener) => {
      signal = listener;
      return () => undefined;
    },
    elapsed: () => elapsed,
    exit: (code) => exits.push(code),
  });
  await agent.close();
  expect(exits).toEqual(ends);
  const line = 'storyboard: exit 130: SIGINT while the run was ending; no report\n';
  expect(stderr.includes(line)).toBe(ends.length > 0);
});

test('a run takes signals before it reads anything, and lets go of them whatever comes', async () => {
  const heard: string[] = [];
  const { code } = await cli(['run', 'no/such/file.yaml'], {
    onSignal: () => {
      heard.push('on');
      return () => heard.push('off');
    },
  });
  expect([code, heard]).toEqual([2, ['on', 'off']]);
});

test('a dry run leaves signals to the process, and hears them before it prints', async () => {
  const heard: string[] = [];
  const { code } = await cli(['run', '--dry-run', 'accounts'], {
    onSignal: () => {
      heard.push('listens');
      return () => undefined;
    },
    now: () => {
      setImmediate(() => heard.push('turn'));
      return new Date();
    },
    stdout: () => void heard.push('plan'),
  });
  expect([code, new Set(heard), heard.at(-1)]).toEqual([0, new Set(['turn', 'plan']), 'plan']);
});

test.each([
  {
    name: 'a page in place of an answer',
    line: (url: URL) => ['run', '--quiet', '--agent', url.href],
    says: 'HTTP 404',
  },
  {
    name: 'HTTP in place of TLS',
    line: ({ host }: URL) => ['run', '--quiet', '--agent', `https://${host}/mcp`],
    says: 'Is it http://?',
  },
  {
    name: 'YAML in place of a report',
    line: () => {
      const root = writeSuite({ 'f.yaml': 'targets:\n  x: {}\n' });
      return ['floors', 'check', join(root, 'f.yaml'), '--floors', 'x.yaml'];
    },
    says: 'is not JSON',
  },
])('the last line is one line: $name', async ({ line, says }) => {
  const agent = await startAgent({
    on: () => (response) => void response.writeHead(404).end('<p>\n\u001b[31mno\n</p>'),
  });
  const { stderr } = await cli(line(agent.url));
  await agent.close();
  expect(stderr).toMatch(/^storyboard: exit \d: [^\n\u001b]+\n$/);
  expect(stderr).toContain(says);
});

test('help names every exit code', async () => {
  const { code, stdout } = await cli(['--help']);
  expect(code).toBe(0);
  for (const exit of ['0', '1', '2', '3', '4', '5', '70', '129, 130, 143'])
    expect(stdout).toContain(`  ${exit} `);
});

test('help says that a token on the command line is visible to others', async () => {
  const { stdout } = await cli(['run', '--help']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('others on this machine can see it');
});

test('lint takes several suites, and files beside them', async () => {
  const suite = (id: string) => writeSuite({ 'a.yaml': `id: ${id}\ntitle: 3\nphases: []\n` });
  const [one, two, three] = [suite('one'), suite('two'), suite('three')];
  const { stdout } = await cli(['lint', one, two, `${three}/a.yaml`]);
  for (const root of [one, two, three]) expect(stdout).toContain(`${root}/a.yaml:2:8`);
  expect(stdout).toContain('3 errors, 0 warnings');
});

test('lint of several suites does not guess which of them an id is of', async () => {
  const [one, two] = ['one', 'two'].map((id) =>
    writeSuite({ 'a.yaml': `id: ${id}\nphases: []\n` }),
  );
  const { code, stderr } = await cli(['lint', one ?? '', two ?? '', 'one']);
  expect(code).toBe(2);
  expect(stderr).toContain('one suite at a time');
});

test('a context value that nothing reads, or that is given twice, is told of', async () => {
  const step = '{ id: s, task: get_products, sample_request: { region: $context.region } }';
  const root = writeSuite({ 'a.yaml': `id: a\nphases: [{ id: p, steps: [${step}] }]\n` });
  const line = ['run', root, '--dry-run', '--context'];
  const { code, stderr } = await cli([...line, 'regoin=US']);
  expect([code, stderr]).toEqual([
    0,
    '--context regoin: no storyboard reads it. Did you mean "region"?\n',
  ]);
  const twice = await cli([...line, 'region=US', '--context', 'region=EU']);
  expect(twice.stderr).toBe('--context region: given twice; the last value counts.\n');
  expect((await cli([...line, 'region=US'])).stderr).toBe('');
});
