import { expect, test } from 'vitest';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { load } from '../support/run-suite.ts';

const webhooks = JSON.stringify({
  positive: [{ id: 'ok', body: { idempotency_key: 'k' } }],
  negative: [{ id: 'bare', body: {} }],
});

function paramsOf(step: string, files: Readonly<Record<string, string>>) {
  const storyboard = aStoryboardWith(`
  - id: p
    steps:
      - id: s
        ${step}
`);
  const [loaded] = load(writeSuite({ 's.yaml': storyboard, ...files })).storyboards;
  const action = loaded?.phases[0]?.steps[0]?.action;
  return action?.kind === 'runner_task' ? action.params : null;
}

test.each([
  { reference: 'test-vectors/envelope.json#positive/ok', id: 'ok' },
  { reference: 'static/test-vectors/envelope.json#negative/bare', id: 'bare' },
  { reference: 'envelope.json#positive/ok', id: 'ok' },
])('vector_ref $reference names the vector $id', ({ reference, id }) => {
  const params = paramsOf(`task: replay_webhook_vector\n        vector_ref: "${reference}"`, {
    'test-vectors/envelope.json': webhooks,
    'test-vectors/webhook-signing/keys.json': '{"keys":[{"kid":"w"}]}',
  });
  expect(params).toMatchObject({ vector: { id }, signing_keys: [{ kid: 'w' }] });
});

test.each([
  'test-vectors/envelope.json#positive/none',
  'test-vectors/missing.json#positive/ok',
  'no reference',
])('vector_ref %s names no vector', (reference) => {
  const params = paramsOf(`task: replay_webhook_vector\n        vector_ref: "${reference}"`, {
    'test-vectors/envelope.json': webhooks,
  });
  expect(params).toMatchObject({ vector: null });
});

test("a substitution step is given the suite's vectors", () => {
  const step = 'task: expect_substitution_safe\n        catalog_bindings: [{ macro: "{M}" }]';
  const params = paramsOf(step, {
    'test-vectors/catalog-macro-substitution.json': '{"vectors":[{"name":"v"}]}',
  });
  expect(params).toMatchObject({ vectors: [{ name: 'v' }] });
  expect(paramsOf(step, {})).toMatchObject({ vectors: null });
});

test('a phase without steps has those of the vectors only where its name says so', () => {
  const storyboard = aStoryboardWith(`
  - id: negative_vectors
    title: N
  - id: other
    title: O
  - id: positive_vectors
    title: P
    steps: []
`);
  const vector = JSON.stringify({ name: 'V', request: {}, expected_outcome: {} });
  const suite = load(
    writeSuite({
      's.yaml': storyboard,
      'test-vectors/request-signing/negative/001-a.json': vector,
      'test-vectors/request-signing/positive/001-b.json': vector,
      'test-vectors/request-signing/negative/README.md': 'no vector',
    }),
  );
  expect(suite.storyboards[0]?.phases.map(({ steps }) => steps.map(({ id }) => id))).toEqual([
    ['negative-001-a'],
    [],
    [],
  ]);
});
