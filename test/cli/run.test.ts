import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeReport } from '../../src/cli/report-file.ts';
import { boundByPermissions } from '../support/nobody.ts';
import { startAgent } from '../support/agent.ts';
import { readJsonReport } from '../support/json-report.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { cli } from './cli.ts';

const steps =
  '  - id: p\n    title: p\n    steps:\n      - { id: a, title: a, task: read, sample_request: { n: 1 } }\n      - { id: b, title: b, task: read, sample_request: { n: 2 } }\n';

/** A suite of two steps, a floors file, and an agent whose step `b` passes or not. */
async function setting(floors: string, bPasses = true) {
  const root = writeSuite({
    's.yaml': aStoryboardWith(steps),
    'f.yaml': `targets:\n  x:\n${floors}`,
  });
  const agent = await startAgent({
    tools: ['read'],
    tool: (_name, args) => (args['n'] === 2 && !bPasses ? { success: false } : {}),
  });
  const line = ['run', '--suite', root, '--agent', agent.url.href, '--target', 'x', '--quiet'];
  return { root, agent, line, floors: ['--floors', join(root, 'f.yaml')] };
}

test.each([
  {
    name: 'met',
    floors: '    clean_storyboards: 1\n    passing_steps: 2\n',
    passes: true,
    extra: [],
    code: 0,
    says: 'Met',
  },
  {
    name: 'below a floor',
    floors: '    passing_steps: 3\n',
    passes: true,
    extra: [],
    code: 1,
    says: 'passing_steps',
  },
  {
    name: 'a failure nobody listed',
    floors: '    passing_steps: 1\n',
    passes: false,
    extra: [],
    code: 1,
    says: 's/b',
  },
  {
    name: 'a failure the ledger knows',
    floors: '    passing_steps: 1\n    known_failures:\n      s/b: "tracked"\n',
    passes: false,
    extra: [],
    code: 0,
    says: 'known failure s/b',
  },
  {
    name: 'a stale entry',
    floors: '    passing_steps: 1\n    known_failures:\n      s/b: "tracked"\n',
    passes: true,
    extra: [],
    code: 5,
    says: 'stale',
  },
  {
    name: 'a filtered run',
    floors: '    passing_steps: 1\n',
    passes: true,
    extra: ['--filter', 's*'],
    code: 4,
    says: 'was not judged',
  },
  {
    name: 'a filtered run with a failure',
    floors: '    passing_steps: 1\n',
    passes: false,
    extra: ['--filter', 's*'],
    code: 1,
    says: 'was not judged',
  },
])('floors: $name ends with exit $code', async ({ floors, passes, extra, code, says }) => {
  const { agent, line, floors: flag } = await setting(floors, passes);
  const finished = await cli([...line, ...flag, ...extra]);
  await agent.close();
  expect([finished.code, finished.stdout]).toEqual([code, expect.stringContaining(says)]);
  expect(finished.stderr === '').toBe(code === 0);
});

const gated = (id: string, head = '') =>
  aStoryboardWith(
    `  - { id: p, title: p, steps: [{ id: ${id}, title: a, task: read, sample_request: {} }] }\n`,
    head,
  ).replace('id: s', `id: ${id}`);

test.each([
  { name: 'that gate a storyboard', storyboard: 'gated', extra: [], code: 1 },
  { name: 'that gate a phase', storyboard: 'phased', extra: [], code: 1 },
  { name: 'that nothing asks for', storyboard: 'free', extra: [], code: 0 },
  {
    name: 'that select',
    storyboard: 'free',
    extra: ['--select', 'capabilities'],
    code: 1,
  },
])('capabilities $name and could not be read: exit $code', async ({ storyboard, extra, code }) => {
  const condition = 'requires_capability: { path: a.b, equals: true }';
  const root = writeSuite({
    'universal/free.yaml': gated('free'),
    'universal/gated.yaml': gated('gated', `${condition}\n`),
    'universal/phased.yaml': gated('phased').replace('title: p,', `title: p, ${condition},`),
    'protocols/signals/index.yaml': gated('signals'),
  });
  const agent = await startAgent({
    tools: ['get_adcp_capabilities', 'read'],
    tool: (name) =>
      name === 'read'
        ? {}
        : { isError: true, structuredContent: { adcp_error: { code: 'SERVICE_UNAVAILABLE' } } },
  });
  const line = ['run', '--suite', root, '--agent', agent.url.href, '--verbose'];
  const only = ['--storyboard', 'free', '--storyboard', storyboard, '--storyboard', 'signals'];
  const ran = await cli([...line, ...only, ...extra]);
  await agent.close();
  expect([ran.code, /"SERVICE_UNAVAILABLE"/.test(ran.stderr)]).toEqual([code, code === 1]);
  expect(/not declare it|claims neither/.test(ran.stdout)).toBe(false);
});

test('a saved report is judged and raises the floors, which are never lowered', async () => {
  const { root, agent, line } = await setting(
    '    # why\n    passing_steps: 1   # measured\n    clean_storyboards: 9\n',
  );
  const report = join(root, 'r.json');
  await cli([...line, '--report', `json=${report}`]);
  await agent.close();
  const file = join(root, 'f.yaml');
  expect((await cli(['floors', 'check', report, '--floors', file])).code).toBe(1);
  writeFileSync(file, readFileSync(file, 'utf8').replace('9', '1'));
  const raised = await cli(['floors', 'raise', report, '--floors', file]);
  expect([raised.code, raised.stdout]).toEqual([0, expect.stringContaining('passing_steps 1 → 2')]);
  expect(readFileSync(file, 'utf8')).toBe(
    'targets:\n  x:\n    # why\n    passing_steps: 2   # measured\n    clean_storyboards: 1\n',
  );
  expect((await cli(['floors', 'check', report, '--floors', file])).code).toBe(0);
});

test('a report goes through a link, into a pipe, and replaces a file whole', async () => {
  const { root, agent, line } = await setting('    passing_steps: 1\n');
  const at = (name: string) => join(root, name);
  writeFileSync(at('kept.json'), 'old');
  symlinkSync('kept.json', at('link.json'));
  symlinkSync('new.json', at('ahead.json'));
  execFileSync('mkfifo', [at('pipe')]);
  const reader = promisify(execFile)('cat', [at('pipe')]);
  const reports = ['link.json', 'ahead.json', 'pipe'].flatMap((name) => [
    '--report',
    `json=${at(name)}`,
  ]);
  const { code } = await cli([...line, ...reports]);
  await agent.close();
  const [kept, made] = ['kept.json', 'new.json'].map((name) => readFileSync(at(name), 'utf8'));
  expect([code, readJsonReport(kept ?? '').partial]).toEqual([0, []]);
  expect([made, (await reader).stdout]).toEqual([kept, kept]);
  expect(lstatSync(at('link.json')).isSymbolicLink()).toBe(true);
});

test.each([
  { name: 'a run that met everything', passes: true, last: 'could not be written: EISDIR' },
  { name: 'a run that did not', passes: false, last: 's/b' },
])('a report that cannot be written, of $name, ends with exit 1', async ({ passes, last }) => {
  const { root, agent, line } = await setting('    passing_steps: 1\n', passes);
  mkdirSync(join(root, 'r.json.tmp'));
  const report = `json=${join(root, 'r.json')}`;
  const { code, stderr } = await cli([...line, '--report', report]);
  await agent.close();
  expect([code, stderr]).toEqual([1, expect.stringContaining('r.json: the report could not be')]);
  expect(stderr.trimEnd().split('\n').at(-1)).toContain(last);
});

test('a reader that closes its pipe early is no fault of the report', async () => {
  const pipe = join(writeSuite({}), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = promisify(execFile)('sh', ['-c', 'exec <"$0"', pipe]);
  // More than a pipe holds.
  expect(writeReport(pipe, 'x'.repeat(1_000_000))).toBeNull();
  await reader;
});

test.each(['/dev/stdout', '-'])('--report json=%s is --report json', async (place) => {
  const { agent, line } = await setting('    passing_steps: 1\n');
  const { report, stdout } = await cli([...line, '--report', `json=${place}`]);
  await agent.close();
  expect([report?.report, stdout[0]]).toEqual(['storyboard-run', '{']);
});

test.each([
  {
    name: 'a misspelt name',
    entry: 's/aa',
    says: ['"s/aa" names no step of the report', 'did you mean "s/a"?'],
  },
  {
    name: 'a report of another suite',
    entry: 'other_storyboard/far_away',
    says: ['r.json is of the suite test and has no known failure of', 'f.yaml'],
  },
])('floors check and raise tell $name in the ledger', async ({ entry, says }) => {
  const floors = `    passing_steps: 1\n    known_failures: { ${entry}: "why" }\n`;
  const { root, agent, line } = await setting(floors);
  const report = join(root, 'r.json');
  await cli([...line, '--report', `json=${report}`]);
  await agent.close();
  for (const action of ['check', 'raise']) {
    const { code, stderr } = await cli(['floors', action, report, '--floors', `${root}/f.yaml`]);
    for (const part of says) expect(stderr).toContain(part);
    expect(code).toBe(2);
  }
});

test('floors of a target that the embedded agent has not end the run before it starts', async () => {
  const root = writeSuite({
    's.yaml': aStoryboardWith(steps),
    'f.yaml': 'targets: { sals: {} }\n',
  });
  const line = ['run', '--suite', root, '--tenant', 'brand', '--floors', join(root, 'f.yaml')];
  const { code, stderr } = await cli(line);
  expect(stderr).toContain('did you mean "sales"?');
  expect(stderr).toContain('exit 2: 1 problem in the sources; nothing was sent');
  expect(code).toBe(2);
});

test('floors that share a number are not raised, and why is one sentence', async () => {
  const { root, agent, line } = await setting(
    '    passing_steps: &n 1\n    clean_storyboards: *n\n',
  );
  const report = join(root, 'r.json');
  await cli([...line, '--report', `json=${report}`]);
  await agent.close();
  const file = join(root, 'f.yaml');
  const before = readFileSync(file, 'utf8');
  const { code, stderr } = await cli(['floors', 'raise', report, '--floors', file]);
  expect(stderr).toMatch(
    /^storyboard: exit 2: [^\n]* shares the number of x passing_steps[^\n]*\n$/,
  );
  expect([code, readFileSync(file, 'utf8')]).toEqual([2, before]);
});

test('floors that cannot be written are not raised, and why is one sentence', async () => {
  const { root, agent, line } = await setting('    passing_steps: 1\n');
  const report = join(root, 'r.json');
  await cli([...line, '--report', `json=${report}`]);
  await agent.close();
  const file = join(root, 'f.yaml');
  chmodSync(root, 0o755);
  chmodSync(file, 0o444);
  const raise = () => cli(['floors', 'raise', report, '--floors', file]);
  const { code, stderr } = await boundByPermissions(raise);
  expect(stderr).toMatch(/^storyboard: exit 2: --floors \S+f.yaml: it cannot be written: EACCES/);
  expect(code).toBe(2);
});

test('show of a file shows the storyboard in it, not the one of a scenario', async () => {
  const { stdout } = await cli(['show', 'storyboards/sales-flow.yaml']);
  expect(stdout).toMatch(/^sales_flow {2}/);
});

test('--base tells what this change broke from what was broken before', async () => {
  const before = await setting('    passing_steps: 2\n', true);
  const base = join(before.root, 'base.json');
  await cli([...before.line, '--report', `json=${base}`]);
  await before.agent.close();
  const after = await setting('    passing_steps: 2\n', false);
  const { stdout, code } = await cli([...after.line, ...after.floors, '--base', base]);
  await after.agent.close();
  expect(code).toBe(1);
  expect(stdout).toMatch(/broke[^\n]*\n?[^\n]*s\/b/);
});

test.each([
  {
    name: 'another suite',
    suite: 'name: other\nversion: "1"\n',
    target: 'x',
    says: 'the suite test',
  },
  { name: 'another target', suite: undefined, target: 'y', says: 'no target called y, but x' },
  { name: 'a folder without a name', suite: 'published: 2026-01-01\n', target: 'x', says: null },
])('a base report of $name: $says', async ({ suite, target, says }) => {
  const { root, agent, line } = await setting('    passing_steps: 1\n');
  const base = join(root, 'base.json');
  await cli([...line, '--report', `json=${base}`]);
  if (suite !== undefined) writeFileSync(join(root, 'suite.yaml'), suite);
  const { code, stderr } = await cli([...line, '--target', target, '--base', base]);
  await agent.close();
  expect(code).toBe(says === null ? 0 : 2);
  expect(stderr).toContain(says ?? '');
});

test('the token is in no output', async () => {
  const token = 'a-very-secret-token';
  const agent = await startAgent({
    tools: ['read'],
    tool: (_name, args) => ({ echo: `Bearer ${token}`, args }),
    accepts: [`Bearer ${token}`],
  });
  const root = writeSuite({ 's.yaml': aStoryboardWith(steps) });
  const line = ['run', '--suite', root, '--agent', agent.url.href, '--auth-env', 'TOKEN'];
  const env = { TOKEN: token };
  const shown = [
    await cli([...line, '--verbose'], { env }),
    await cli([...line, '--report', 'json'], { env }),
  ];
  await agent.close();
  for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toContain(token);
});

test.each([
  { glob: '*', ids: ['buy', 'sell/now', 'sell/past'] },
  { glob: 'sell*', ids: ['sell/now', 'sell/past'] },
  { glob: '*past*', ids: ['sell/past'] },
  { glob: '!*past*', ids: ['buy', 'sell/now'] },
])('--filter $glob takes ids with slashes like any other', async ({ glob, ids }) => {
  const all = ['buy', 'sell/now', 'sell/past'];
  const root = writeSuite(
    Object.fromEntries(
      all.map((id, at) => [`${at}.yaml`, aStoryboardWith(steps).replace('id: s', `id: ${id}`)]),
    ),
  );
  const { stdout } = await cli(['run', '--suite', root, '--filter', glob, '--dry-run']);
  expect([...stdout.matchAll(/^(\S+) {2}acts for/gm)].map(([, id]) => id)).toEqual(ids);
});

test('--dry-run shows the requests and sends nothing', async () => {
  const { agent, line } = await setting('    passing_steps: 1\n');
  const { code, stdout } = await cli([...line, '--dry-run']);
  await agent.close();
  expect([code, agent.seen.length]).toEqual([0, 0]);
  expect(stdout).toContain('{"n":1}');
  expect(stdout).toContain('Nothing was sent');
});

test('--dry-run knows what --context says', async () => {
  const step = '{ id: a, title: a, task: read, sample_request: { at: $context.region } }';
  const root = writeSuite({
    's.yaml': aStoryboardWith(`  - { id: p, title: p, steps: [${step}] }\n`),
  });
  const line = ['run', '--suite', root, '--dry-run'];
  expect((await cli(line)).stdout).toContain('cannot be built yet');
  expect((await cli([...line, '--context', 'region=EU'])).stdout).toContain('{"at":"EU"}');
});

test.each([
  {
    name: "a kit's brand takes the place of the brand the requests mean",
    flags: [],
    brand: 'acme.example',
    acts: 'acts for acme.example (test kit mine, by --kit)',
  },
  {
    name: '--brand takes the place of both',
    flags: ['--brand', 'beta.example'],
    brand: 'beta.example',
    acts: 'acts for beta.example (--brand)',
  },
  {
    name: '--verbatim keeps what was written',
    flags: ['--verbatim'],
    brand: 'larkspur.example',
    acts: 'acts for larkspur.example (test kit own)',
  },
])('--kit: $name', async ({ flags, brand, acts }) => {
  const kit = (id: string, domain: string) =>
    `id: ${id}\nbrand: { house: { domain: ${domain} } }\n`;
  const step = (id: string, domain: string) =>
    `      - { id: ${id}, title: ${id}, task: read, sample_request: { brand: { domain: ${domain} } } }\n`;
  const root = writeSuite({
    's.yaml': aStoryboardWith(
      `  - id: p\n    title: p\n    steps:\n${step('a', 'larkspur.example')}${step('b', 'stranger.example')}`,
      'prerequisites: { test_kit: test-kits/own.yaml }\n',
    ),
    'test-kits/own.yaml': kit('own', 'larkspur.example'),
    'mine.kit': kit('mine', 'acme.example'),
  });
  const { stdout } = await cli([
    ...['run', '--suite', root, '--kit', join(root, 'mine.kit'), '--dry-run', ...flags],
  ]);
  expect(stdout).toContain(acts);
  expect(stdout.match(/\{"brand":\{"domain":"[^"]*"/g)).toEqual([
    `{"brand":{"domain":"${brand}"`,
    '{"brand":{"domain":"stranger.example"',
  ]);
});

/** The words of a command line as a shell takes it apart, its name aside. */
function wordsOf(line: string): readonly string[] {
  const printed = execFileSync('sh', ['-c', `set -- ${line}; shift; printf '%s\\0' "$@"`], {
    encoding: 'utf8',
  });
  return printed.split('\0').slice(0, -1);
}

test('the command that reruns what failed can be pasted, and holds no token', async () => {
  const { root, agent } = await setting('    passing_steps: 1\n', false);
  const mine = writeSuite({
    'my boards/own.yaml': aStoryboardWith(steps).replace('id: s', 'id: own'),
  });
  const token = 'a-very-secret-token';
  const line = [
    ...['run', join(mine, 'my boards/own.yaml'), '--suite', root, '--quiet', '--bail'],
    ...['--agent', `${agent.url.href}?a=1&b=it's`, '--auth', token, '--target', 'x'],
    ...['--context', `a=two words`, '--context', `b=${token}`, '--timeout', '7'],
    ...['--select', 'capabilities', '--suite-date', '2026-01-01', '--webhook-port', '0'],
    ...['--receiver-url', 'http://127.0.0.1:9/in', '--live'],
  ];
  const rerunIn = (stdout: string) => /To run only what failed: (.*)/.exec(stdout)?.[1] ?? '';
  const first = rerunIn((await cli(line)).stdout);
  expect(first).not.toContain(token);
  expect(wordsOf(first)).toEqual([
    'run',
    ...['--agent', `${agent.url.href}?a=1&b=it's`, '--auth-env', 'AGENT_TOKEN', '--target', 'x'],
    ...['--suite', root, '--suite-date', '2026-01-01'],
    ...['--context', 'a=two words', '--context', 'b=[redacted]'],
    ...['--select', 'capabilities', '--live', '--timeout', '7'],
    ...['--receiver-url', 'http://127.0.0.1:9/in', '--webhook-port', '0'],
    join(mine, 'my boards/own.yaml'),
  ]);
  const again = await cli(wordsOf(first), { env: { AGENT_TOKEN: token } });
  await agent.close();
  expect([again.code, rerunIn(again.stdout)]).toEqual([1, first]);
});

test('--brand and --operator go out in lower case; a storyboard named twice runs and is named once', async () => {
  const { agent, line } = await setting('    passing_steps: 1\n');
  const finished = await cli([
    ...[
      ...line,
      's',
      '--storyboard',
      's',
      '--brand',
      'ACME.example',
      '--operator',
      'Agency.Example',
    ],
    ...['--report', 'json'],
  ]);
  await agent.close();
  expect(finished.report).toMatchObject({
    identity: { brand: 'acme.example', operator: 'agency.example' },
    partial: [{ kind: 'filtered', by: 's' }],
  });
});

test('the same run gives the same bytes, times and ids aside', async () => {
  const { agent, line } = await setting('    passing_steps: 1\n');
  const fixed = {
    now: () => new Date(0),
    elapsed: () => 0,
    newId: () => '00000000-0000-4000-8000-000000000000',
  };
  const reports = [
    await cli([...line, '--report', 'json'], fixed),
    await cli([...line, '--report', 'json'], fixed),
  ];
  await agent.close();
  expect(reports[0]?.stdout).toBe(reports[1]?.stdout);
});

test.each([
  { name: 'a pipe', columns: null, flags: [], env: {}, coloured: false },
  { name: 'a terminal', columns: 80, flags: [], env: {}, coloured: true },
  {
    name: 'a terminal with NO_COLOR',
    columns: 80,
    flags: [],
    env: { NO_COLOR: '1' },
    coloured: false,
  },
  {
    name: 'a pipe with FORCE_COLOR',
    columns: null,
    flags: [],
    env: { FORCE_COLOR: '1' },
    coloured: true,
  },
  {
    name: 'a pipe with FORCE_COLOR=0',
    columns: null,
    flags: [],
    env: { FORCE_COLOR: '0' },
    coloured: false,
  },
  {
    name: 'a terminal with FORCE_COLOR=0',
    columns: 80,
    flags: [],
    env: { FORCE_COLOR: '0' },
    coloured: false,
  },
  { name: 'a dumb terminal', columns: 80, flags: [], env: { TERM: 'dumb' }, coloured: false },
  {
    name: 'a dumb terminal with FORCE_COLOR',
    columns: 80,
    flags: [],
    env: { TERM: 'dumb', FORCE_COLOR: '1' },
    coloured: true,
  },
  {
    name: 'a terminal with --no-color',
    columns: 80,
    flags: ['--no-color'],
    env: {},
    coloured: false,
  },
])('colours: $name', async ({ columns, flags, env, coloured }) => {
  const { agent, line } = await setting('    passing_steps: 9\n', false);
  const { stdout } = await cli([...line.filter((word) => word !== '--quiet'), ...flags], {
    columns,
    env,
  });
  await agent.close();
  expect(stdout.includes('\u001b[')).toBe(coloured);
});

test('list prints every registry, show a storyboard, and lint finds nothing to say of the shipped suite', async () => {
  for (const what of ['storyboards', 'checks', 'tasks', 'assertions', 'invariants', 'reporters']) {
    const { code, stdout } = await cli(['list', what]);
    expect([what, code, stdout.split('\n').length > 1]).toEqual([what, 0, true]);
  }
  expect((await cli(['show', 'media_buy_state_machine'])).stdout).toContain('expects an error');
  expect((await cli(['lint'])).stdout).toBe('0 errors, 0 warnings\n');
});

test('in a terminal lint shows errors red and warnings yellow', async () => {
  const root = writeSuite({
    's.yaml': aStoryboardWith(steps),
    'suite.yaml': 'name: test\nversoin: 1\npublished: some day\n',
  });
  const { stdout } = await cli(['lint', root], { columns: 80 });
  expect(stdout).toContain('\u001b[33mwarning: unknown key "versoin"');
  expect(stdout).toContain('\u001b[31merror: ');
});
