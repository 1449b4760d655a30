import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { tellOutputFaults } from '../../src/cli/output-faults.ts';

function aProcess() {
  const said: string[] = [];
  const output = Object.assign(new EventEmitter(), {
    stdout: new EventEmitter(),
    stderr: new EventEmitter(),
    exitCode: undefined as number | undefined,
  });
  tellOutputFaults(output, { stderr: (text) => void said.push(text) });
  return { output, said };
}

const fault = (code: string) => Object.assign(new Error(`${code}: write`), { code });

test.each([
  { faults: [fault('ENOSPC'), fault('ERR_STREAM_DESTROYED')], code: 0, ends: 1 },
  { faults: [fault('ENOSPC')], code: 5, ends: 5 },
])('a full disk ends a command that would exit $code with $ends', ({ faults, code, ends }) => {
  const { output, said } = aProcess();
  for (const each of faults) output.stdout.emit('error', each);
  output.emit('exit', code);
  const line = `storyboard: exit ${ends}: the output could not be written: ENOSPC: write\n`;
  expect([output.exitCode, said]).toEqual([ends, [line]]);
});

test('a reader that closed its pipe is no fault, and neither is a stderr that nobody can read', () => {
  const { output, said } = aProcess();
  output.stdout.emit('error', fault('EPIPE'));
  output.stderr.emit('error', fault('EIO'));
  output.emit('exit', 0);
  expect([output.exitCode, said]).toEqual([undefined, []]);
});
