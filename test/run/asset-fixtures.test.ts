import { expect, test } from 'vitest';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const kit = `id: kit
assets:
  images:
    - { id: a, url: "https://kit.test/small.jpg", width: 300, height: 250 }
    - { id: b, url: "https://kit.test/wide.jpg", width: 728, height: 90, mime_type: image/jpeg }
  text: { headlines: [Go outside], descriptions: [], cta: [Shop] }
  click_url: "https://kit.test/"
auth: { api_key: k }
`;

const board = (reference = '$context.fmt') =>
  aStoryboardWith(
    `  - id: p
    title: p
    steps:
      - id: formats
        title: formats
        task: list_creative_formats
        sample_request: {}
        context_outputs: [{ name: fmt, path: "formats[0].format_id" }]
      - { id: before, title: before, task: write, stateful: true, sample_request: {} }
      - id: sync
        title: sync
        task: sync_creatives
        stateful: true
        sample_request: { creatives: [{ creative_id: c1, assets: { $build_assets_from_format: ${reference} } }] }
      - { id: after, title: after, task: write, stateful: true, sample_request: {} }
`,
    'prerequisites: { description: d, test_kit: kit.yaml }\n',
  );

const slot = (id: string, type: string, over: Record<string, unknown> = {}) => ({
  asset_id: id,
  asset_type: type,
  required: true,
  ...over,
});

const tools = ['list_creative_formats', 'write', 'sync_creatives', 'get_adcp_capabilities'];
const run = (slots: readonly unknown[], format: Record<string, unknown> = {}) =>
  trial(board(), {
    files: { 'kit.yaml': kit },
    agent: {
      tools,
      tool: (name) =>
        name === 'list_creative_formats'
          ? {
              formats: [
                { format_id: { agent_url: 'https://f.test', id: 'f' }, assets: slots, ...format },
              ],
            }
          : {},
    },
  });

test('every required slot gets an asset of the kit, and the report shows the change', async () => {
  const { steps, calls, storyboard } = await run(
    [
      slot('banner', 'image'),
      slot('headline', 'text'),
      slot('landing', 'url'),
      slot('extra', 'video', { required: false }),
    ],
    { renders: [{ dimensions: { width: 728, height: 90 } }] },
  );
  expect(steps).toEqual({ formats: 'passed', before: 'passed', sync: 'passed', after: 'passed' });
  const sent = calls.find(({ tool }) => tool === 'sync_creatives')?.args;
  expect(sent?.['creatives']).toEqual([
    {
      creative_id: 'c1',
      assets: {
        banner: {
          asset_type: 'image',
          url: 'https://kit.test/wide.jpg',
          width: 728,
          height: 90,
          mime_type: 'image/jpeg',
        },
        headline: { asset_type: 'text', content: 'Go outside' },
        landing: { asset_type: 'url', url: 'https://kit.test/' },
      },
    },
  ]);
  expect(storyboard.steps[2]?.request?.changes).toMatchObject([
    { pointer: '/creatives/0/assets', invariant: 'assets' },
  ]);
});

test.each([
  { name: 'an image of another size', slots: [slot('banner', 'image', { width: 1, height: 1 })] },
  { name: 'a text there is none of', slots: [slot('body', 'text')] },
  { name: 'a text slot that only looks like one it knows', slots: [slot('main_headline', 'text')] },
  { name: 'a type the kit has nothing of', slots: [slot('clip', 'video')] },
])('$name stops the storyboard before its next call', async ({ slots }) => {
  const { steps, calls, storyboard } = await run(slots);
  expect(steps).toEqual({
    formats: 'passed',
    before: 'fixture_unavailable',
    sync: 'fixture_unavailable',
    after: 'fixture_unavailable',
  });
  expect(calls.map(({ tool }) => tool)).toEqual(['list_creative_formats']);
  expect(storyboard.skip?.detail).toMatch(/^creative_asset_fixture_unavailable: slot "/);
});

test('a format may be given whole, and one that no answer has told by then stops the storyboard', async () => {
  const files = { 'kit.yaml': kit };
  const agent = { tools, tool: () => ({ formats: [{ format_id: { id: 'g' } }] }) };
  const whole = '{ slots: [{ asset_group_id: headline, asset_type: text, required: true }] }';
  const { steps } = await trial(board(whole), { files, agent });
  expect(steps['sync']).toBe('passed');
  const unknown = await trial(board('{ id: nobody }'), { files, agent });
  expect(unknown.calls.map(({ tool }) => tool)).toEqual(['list_creative_formats', 'write']);
  expect(unknown.steps).toMatchObject({
    sync: 'fixture_unavailable',
    after: 'fixture_unavailable',
  });
});
