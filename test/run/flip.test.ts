import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseDocument, isMap, isSeq, type YAMLMap } from 'yaml';
import type { Storyboard } from '../../src/model/storyboard.ts';
import { invariants } from '../../src/request/invariants/registry.ts';
import { previewRun } from '../../src/run/preview.ts';
import { findSchemas } from '../../src/load/suite-path.ts';
import { load, published, shipped } from '../support/run-suite.ts';

const scratch = mkdtempSync(join(tmpdir(), 'flip-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** A copy of a suite in which every step expects the opposite. */
function flipped(root: string, name: string): string {
  const copy = join(scratch, name);
  const beside = ['domains', 'schemas'].map((folder) => join(root, folder));
  cpSync(root, copy, { recursive: true, filter: (source) => !beside.includes(source) });
  for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    const path = join(copy, file);
    writeFileSync(path, flip(readFileSync(path, 'utf8')));
  }
  return copy;
}

function flip(text: string): string {
  const document = parseDocument(text, { merge: true });
  const phases = document.get('phases');
  for (const step of isSeq(phases) ? phases.items.filter(isMap).flatMap(stepsIn) : []) {
    step.set('expect_error', step.get('expect_error') !== true);
  }
  return document.toString({ lineWidth: 0 });
}

function stepsIn(phase: YAMLMap): readonly YAMLMap[] {
  const steps = phase.get('steps');
  return isSeq(steps) ? steps.items.filter(isMap) : [];
}

/** Every request a suite would send under another brand, with made-up ids that are the same each time. */
function requests(root: string, schemas: string | null) {
  let minted = 0;
  const previews = previewRun({
    context: new Map(),
    suite: load(root, null, schemas),
    identity: { brand: 'other.example', operator: 'operator.example', verbatim: false },
    facts: { runId: 'flip', loopback: false, live: false },
    invariants,
    agentUrl: 'https://agent.example/mcp',
    now: new Date('2026-11-20T00:00:00Z'),
    newId: () => `00000000-0000-4000-8000-${String((minted += 1)).padStart(12, '0')}`,
  });
  return previews.flatMap(({ storyboard, steps }) =>
    steps.map(
      ({ stepId, request }) =>
        [`${storyboard.id}/${stepId}`, JSON.stringify(request?.sent ?? null)] as const,
    ),
  );
}

test.each([
  { name: 'shipped', root: shipped, atLeast: 100 },
  { name: 'published', root: published, atLeast: 380 },
])(
  'flipping expect_error in the $name suite changes no byte of any request',
  ({ name, root, atLeast }) => {
    const schemas = findSchemas(root);
    const authored = requests(root, schemas);
    const other = requests(flipped(root, name), schemas);
    expect(authored.length).toBeGreaterThanOrEqual(atLeast);
    expect(Object.fromEntries(other)).toEqual(Object.fromEntries(authored));
  },
);

test('the copies really expect the opposite', () => {
  const before = load(shipped).storyboards.flatMap(outcomes);
  const after = load(flipped(shipped, 'check'), null, findSchemas(shipped)).storyboards.flatMap(
    outcomes,
  );
  expect(after).toEqual(before.map((outcome) => (outcome === 'error' ? 'success' : 'error')));
});

function outcomes({ phases }: Storyboard): readonly string[] {
  return phases.flatMap(({ steps }) => steps.map(({ expectation }) => expectation.outcome));
}
