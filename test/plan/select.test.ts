import { expect, test } from 'vitest';
import { selectByCapabilities } from '../../src/plan/select.ts';
import { load, published } from '../support/run-suite.ts';

const { storyboards } = load(published);
const idsFor = (capabilities: Record<string, readonly string[]> | null) =>
  selectByCapabilities(storyboards, capabilities).selected.map(({ id }) => id);

test('an agent that claims nothing gets the universal storyboards', () => {
  const ids = idsFor({});
  expect(ids).toContain('capability_discovery');
  expect(ids).not.toContain('media_buy_state_machine');
  expect(idsFor(null)).toEqual(ids);
});

test('a claimed protocol adds its baseline and all its scenarios', () => {
  const ids = idsFor({ supported_protocols: ['media_buy'] });
  expect(ids).toEqual(
    expect.arrayContaining([
      'media_buy_seller',
      'media_buy_state_machine',
      'media_buy_seller/invalid_transitions',
    ]),
  );
  expect(ids).not.toContain('sales_social');
});

test('a claimed specialism adds its bundle and the scenarios it requires', () => {
  const ids = idsFor({ supported_protocols: ['media_buy'], specialisms: ['sales-social'] });
  expect(ids).toContain('sales_social');
  expect(idsFor({ specialisms: ['sales-guaranteed'] })).toContain(
    'media_buy_seller/delivery_reporting',
  );
});

test('claims nobody knows are reported, never fatal; the controller is no protocol', () => {
  const claims = {
    supported_protocols: ['media_buy', 'tele_pathy', 'compliance_testing'],
    specialisms: ['sales-moon'],
  };
  const { notices, selected } = selectByCapabilities(storyboards, claims);
  expect(notices).toEqual([
    'the agent claims protocols/tele-pathy, for which the suite has no storyboards',
    'the agent claims specialisms/sales-moon, for which the suite has no storyboards',
  ]);
  expect(selected.length).toBeGreaterThan(20);
});

test('a specialism without its protocol is reported', () => {
  const { notices } = selectByCapabilities(storyboards, { specialisms: ['sales-social'] });
  expect(notices.join('\n')).toContain('belongs to the protocol media-buy');
});

test('a claim is known by the whole suite, also by the part of it that is not on offer', () => {
  const claims = { supported_protocols: ['signals'] };
  const offered = storyboards.filter(({ at }) => !at.file.includes('protocols/signals/'));
  expect(selectByCapabilities(offered, claims, storyboards).notices).toEqual([]);
  expect(selectByCapabilities(offered, claims).notices).toHaveLength(1);
});
