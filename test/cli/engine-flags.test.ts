import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { engineFlags } from '../../src/cli/engine-flags.ts';

test.each(['20.19.0', '22.1.0', '24.11.1'])('Node %s knows the flag', (version) => {
  expect(engineFlags(version)).toHaveLength(1);
});

test.each(['18.20.0', '25.0.0', '30.1.0'])('Node %s may not know it', (version) => {
  expect(engineFlags(version)).toEqual([]);
});

test.each([
  { flags: engineFlags(process.versions.node), complains: false },
  { flags: ['--no-such-flag=1'], complains: true },
])('the engine that runs the tests complains of $flags: $complains', ({ flags, complains }) => {
  const set = `require('node:v8').setFlagsFromString(${JSON.stringify(flags[0] ?? '')})`;
  const { stderr } = spawnSync(process.execPath, ['-e', set], { encoding: 'utf8' });
  expect(stderr !== '').toBe(complains);
});
