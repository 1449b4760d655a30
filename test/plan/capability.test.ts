import { expect, test } from 'vitest';
import { unmetCapability } from '../../src/plan/capability.ts';
import type { CapabilityPredicate } from '../../src/model/storyboard.ts';

const capabilities = {
  a: {
    flag: true,
    modes: ['x', 'y'],
    tasks: [{ task: 'buy', modes: ['signed', 'online'] }],
    none: null,
  },
  versions: ['3.0', '3.1'],
};

test.each<{ name: string; path: string; matcher: CapabilityPredicate['matcher']; met: boolean }>([
  {
    name: 'equals what is declared',
    path: 'a.flag',
    matcher: { kind: 'equals', value: true },
    met: true,
  },
  {
    name: 'equals nothing else',
    path: 'a.flag',
    matcher: { kind: 'equals', value: false },
    met: false,
  },
  {
    name: 'an absent path equals nothing',
    path: 'b.c',
    matcher: { kind: 'equals', value: true },
    met: false,
  },
  {
    name: 'contains a member',
    path: 'a.modes',
    matcher: { kind: 'contains', value: 'x' },
    met: true,
  },
  {
    name: 'contains no stranger',
    path: 'a.modes',
    matcher: { kind: 'contains', value: 'z' },
    met: false,
  },
  {
    name: 'contains an object by what it has',
    path: 'a.tasks',
    matcher: { kind: 'contains', value: { task: 'buy', modes: ['signed'] } },
    met: true,
  },
  {
    name: 'contains no object that lacks something',
    path: 'a.tasks',
    matcher: { kind: 'contains', value: { task: 'buy', modes: ['other'] } },
    met: false,
  },
  {
    name: 'not_contains a stranger',
    path: 'a.modes',
    matcher: { kind: 'not_contains', value: 'z' },
    met: true,
  },
  {
    name: 'not_contains needs a list',
    path: 'b',
    matcher: { kind: 'not_contains', value: 'z' },
    met: false,
  },
  {
    name: 'present by index in brackets',
    path: 'versions[1]',
    matcher: { kind: 'present', value: true },
    met: true,
  },
  {
    name: 'present by index as a name',
    path: 'versions.1',
    matcher: { kind: 'present', value: true },
    met: true,
  },
  {
    name: 'null is not present',
    path: 'a.none',
    matcher: { kind: 'present', value: true },
    met: false,
  },
  {
    name: 'present: false holds for what is absent',
    path: 'b',
    matcher: { kind: 'present', value: false },
    met: true,
  },
])('$name', ({ path, matcher, met }) => {
  expect(unmetCapability({ path, matcher }, { capabilities }) === null).toBe(met);
});

test('without capabilities nothing holds, and the reason names the path and what was declared', () => {
  expect(
    unmetCapability(
      { path: 'a', matcher: { kind: 'present', value: false } },
      { capabilities: null },
    ),
  ).not.toBeNull();
  expect(
    unmetCapability({ path: 'a.flag', matcher: { kind: 'equals', value: 1 } }, { capabilities }),
  ).toBe('requires a.flag to equal 1; the agent declares true');
});

test('what could not be read is not called undeclared', () => {
  const agent = { capabilities: null, capabilitiesUnread: 'the tool is down' };
  expect(unmetCapability({ path: 'a', matcher: { kind: 'present', value: true } }, agent)).toBe(
    'requires a to be declared; capabilities could not be read (the tool is down)',
  );
});
