import { expect, test } from 'vitest';
import { keptFor } from '../../src/cli/kept.ts';
import { writeSuite } from '../support/written-suite.ts';

test.each(['off', 'OFF', 'Off'])('STORYBOARD_CACHE_DIR=%s keeps nothing', (chosen) => {
  const env = { STORYBOARD_CACHE_DIR: chosen, HOME: '/no/such/home' };
  expect(keptFor({ env, now: () => new Date() })).toBeNull();
});

test('another STORYBOARD_CACHE_DIR is a folder', () => {
  const env = { STORYBOARD_CACHE_DIR: writeSuite({}) };
  expect(keptFor({ env, now: () => new Date() })).not.toBeNull();
});
