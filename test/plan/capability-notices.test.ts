import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { capabilityNotices } from '../../src/plan/capability-notices.ts';
import { selectByCapabilities } from '../../src/plan/select.ts';
import { load } from '../support/run-suite.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';

const suiteOf = (id: string) =>
  load(
    writeSuite({
      's.yaml': aStoryboardWith(
        '  - { id: p, title: p, steps: [{ id: a, title: a, task: read, sample_request: {} }] }\n',
      ).replace('id: s', `id: ${id}`),
    }),
  ).storyboards;
const codesFor = (capabilities: JsonObject | null, suite = 'signed_requests') =>
  capabilityNotices(capabilities, suiteOf(suite)).map(({ code }) => code);

const signing = { request_signing: { supported: true } };
const specialism = 'signed_requests_specialism_deprecated';
const required = 'request_signing_required_in_4_0';
const fallback = 'legacy_hmac_fallback_removed_in_4_0';

test.each<{ name: string; capabilities: JsonObject | null; codes: readonly string[] }>([
  { name: 'verifies signatures', capabilities: signing, codes: [] },
  {
    name: 'still claims the specialism beside',
    capabilities: { ...signing, specialisms: ['sales-social', 'signed-requests'] },
    codes: [specialism],
  },
  {
    name: 'claims the specialism alone',
    capabilities: { specialisms: ['signed-requests'] },
    codes: [specialism, required],
  },
  {
    name: 'claims another specialism',
    capabilities: { ...signing, specialisms: ['sales-social'] },
    codes: [],
  },
  {
    name: 'claims a text, not a list',
    capabilities: { ...signing, specialisms: 'signed-requests' },
    codes: [],
  },
  { name: 'says nothing of signatures', capabilities: {}, codes: [required] },
  {
    name: 'does not verify them',
    capabilities: { request_signing: { supported: false } },
    codes: [required],
  },
  {
    name: 'falls back to HMAC',
    capabilities: { ...signing, webhook_signing: { legacy_hmac_fallback: true } },
    codes: [fallback],
  },
  {
    name: 'does not fall back',
    capabilities: { ...signing, webhook_signing: { legacy_hmac_fallback: false } },
    codes: [],
  },
  { name: 'has no capabilities that could be read', capabilities: null, codes: [] },
])('an agent that $name', ({ capabilities, codes }) => {
  expect(codesFor(capabilities)).toEqual(codes);
});

test('what is not declared is no news where the suite does not ask after it', () => {
  expect(codesFor({}, 'other')).toEqual([]);
  const claims = {
    specialisms: ['signed-requests'],
    webhook_signing: { legacy_hmac_fallback: true },
  };
  expect(codesFor(claims, 'other')).toEqual([specialism, fallback]);
});

test('each names the capability and the version that ends it', () => {
  const notices = capabilityNotices(
    { specialisms: ['signed-requests'], webhook_signing: { legacy_hmac_fallback: true } },
    suiteOf('signed_requests'),
  );
  expect(notices).toMatchObject([
    { severity: 'deprecation', effectiveVersion: '4.0', capabilityPath: 'specialisms' },
    {
      severity: 'future_required',
      effectiveVersion: '4.0',
      capabilityPath: 'request_signing.supported',
    },
    {
      severity: 'deprecation',
      effectiveVersion: '4.0',
      capabilityPath: 'webhook_signing.legacy_hmac_fallback',
    },
  ]);
});

test('the deprecated specialism is no claim nobody knows; another one is', () => {
  const { notices } = selectByCapabilities(suiteOf('signed_requests'), {
    specialisms: ['signed-requests', 'sales-moon'],
  });
  expect(notices).toEqual([expect.stringContaining('specialisms/sales-moon')]);
});
