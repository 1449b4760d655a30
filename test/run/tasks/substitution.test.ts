import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encoded } from '../../../src/judge/substitution/encoding.ts';
import { startSite, type Served } from '../../support/site.ts';
import { aStoryboardWith, trial } from '../../support/written-suite.ts';

const template = 'https://track.test/i?sku={SKU}';

const storyboard = (settings: string, bindings: string) =>
  aStoryboardWith(`
  - id: p
    steps:
      - id: sync
        task: write
        sample_request:
          catalogs: [{ items: [{ item_id: amp, sku: "a&b=c" }, { item_id: nest, sku: "x-{ID}-1" }] }]
      - { id: build, task: read }
      - id: safe
        task: expect_substitution_safe
        requires_contract: substitution_observer_runner
        source_path: /preview
        macro_template: "${template}"
        ${settings}
        catalog_bindings:
          ${bindings}
`);

const sent =
  '- { macro: "{SKU}", catalog_item_id: amp }\n          - { macro: "{SKU}", catalog_item_id: nest }';

const page = (...values: readonly string[]) =>
  values.map((value) => `<img src="${template.replace('{SKU}', value)}">`).join('');

const render = (preview: unknown) => ({
  tool: (name: string) => (name === 'read' ? { preview } : {}),
});

const good = page(encoded('a&b=c'), encoded('x-{ID}-1'));

async function run(text: string, preview: unknown, files = {}) {
  const { storyboard: found, steps } = await trial(text, { agent: render(preview), files });
  const step = found.steps.at(-1);
  const codes = (step?.validations ?? []).flatMap(({ outcome }) =>
    outcome.status === 'failed' ? [outcome.actual] : [],
  );
  const notes = (step?.validations ?? []).map(({ outcome }) => JSON.stringify(outcome)).join('\n');
  return { verdict: steps['safe'], codes, notes };
}

test('a preview with every value encoded passes; the values are those that were sent', async () => {
  expect(await run(storyboard('source: html_inline', sent), good)).toMatchObject({
    verdict: 'passed',
    codes: [],
  });
});

test.each([
  { code: 'substitution_encoding_violation', preview: page('a&b=c', encoded('x-{ID}-1')) },
  { code: 'nested_macro_re_expansion', preview: page(encoded('a&b=c'), 'x-device7-1') },
  { code: 'substitution_binding_missing', preview: page(encoded('a&b=c'), '') },
  { code: 'preview_source_unavailable', preview: '' },
])('a preview is caught with $code', async ({ code, preview }) => {
  const { verdict, codes } = await run(storyboard('source: html_inline', sent), preview);
  expect({ verdict, codes }).toEqual({ verdict: 'failed', codes: [code] });
});

const vectorFile = (...vectors: readonly object[]) => ({
  'test-vectors/catalog-macro-substitution.json': JSON.stringify({ vectors }),
});

test('a scheme of its own is caught where the value is the whole URL', async () => {
  const text = storyboard('', '- { macro: "{SKU}", vector_name: scheme }').replace(
    template,
    '{SKU}',
  );
  const files = vectorFile({ name: 'scheme', value: 'javascript:alert(0)' });
  const href = (value: string) => `<a href="${value}">`;
  expect((await run(text, href('javascript:alert(0)'), files)).codes).toEqual([
    'substitution_scheme_injection',
  ]);
  expect((await run(text, href(encoded('javascript:alert(0)')), files)).verdict).toBe('passed');
});

test('a value nobody knows fails, naming the binding', async () => {
  const { codes, notes } = await run(
    storyboard('', '- { macro: "{SKU}", vector_name: none }'),
    good,
    vectorFile(),
  );
  expect(codes).toEqual(['vector_missing']);
  expect(notes).toContain('none');
});

test('vectors the suite does not bring along are held against nobody, and never pass', async () => {
  const unknown = '- { macro: "{SKU}", vector_name: none }';
  const { verdict } = await run(storyboard('', unknown), good);
  expect(verdict).toBe('not_applicable');
  const beside = await run(storyboard('', `${sent}\n          ${unknown}`), good);
  expect(beside).toMatchObject({ verdict: 'passed', codes: [] });
  expect(beside.notes).toMatch(/"not_applicable".*no test-vectors\/catalog-macro-substitution/);
  const raw = await run(
    storyboard('', `${sent}\n          ${unknown}`),
    page('a&b=c', encoded('x-{ID}-1')),
  );
  expect(raw.codes).toEqual(['substitution_encoding_violation']);
});

test('a binding that names no vector and no value fails', async () => {
  const { codes } = await run(storyboard('', '- { macro: "{SKU}", catalog_item_id: none }'), good);
  expect(codes).toEqual(['vector_missing']);
});

test('a value of the author is shown by its digest only', async () => {
  const custom = '- { macro: "{SKU}", raw_value: "top&secret" }';
  const { codes, notes } = await run(storyboard('', custom), page('top&secret'));
  expect(codes).toEqual(['substitution_encoding_violation']);
  expect(notes).not.toContain('secret');
  expect(notes).toContain(`sha256:${createHash('sha256').update('top%26secret').digest('hex')}`);
});

test('a preview that need not show everything may leave a value out', async () => {
  const text = storyboard('require_every_binding_observed: false', sent);
  expect((await run(text, page(encoded('a&b=c')))).verdict).toBe('passed');
});

test('without a preview step that passed there is nothing to look at', async () => {
  const text = storyboard('', sent);
  const { steps } = await trial(text, {
    agent: { tool: (name) => (name === 'read' ? { isError: true, content: [] } : {}) },
  });
  expect(steps['safe']).toBe('prerequisite_failed');
});

const html = (status: number, body: string, headers: Record<string, string> = {}): Served => ({
  status,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
});

test.each<{ what: string; served: Served; reason: string | null }>([
  { what: 'a page', served: html(200, good), reason: null },
  { what: 'an error', served: html(404, good), reason: 'http_status' },
  {
    what: 'a text',
    served: html(200, good, { 'content-type': 'text/plain' }),
    reason: 'content_type',
  },
  {
    what: 'a large page',
    served: html(200, good + ' '.repeat(256 * 1024)),
    reason: 'size_exceeded',
  },
  { what: 'a redirect', served: html(302, '', { location: '/' }), reason: 'redirect_returned' },
])('of $what behind a URL comes $reason', async ({ served, reason }) => {
  const site = await startSite(() => served);
  const { codes, notes } = await run(storyboard('source: url_fetch', sent), `${site.origin}/p`);
  expect(codes).toEqual(reason === null ? [] : ['preview_url_unusable']);
  if (reason !== null) expect(notes).toContain(reason);
});

test('a preview in a private network is not fetched', async () => {
  const { codes, notes } = await run(storyboard('source: url_fetch', sent), 'https://10.0.0.1/p');
  expect(codes).toEqual(['preview_url_unusable']);
  expect(notes).toContain('ssrf_blocked');
  expect(notes).toContain('10.0.0.0/8');
});
