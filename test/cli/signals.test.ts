import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endOnSignals } from '../../src/cli/signals.ts';
import type { EndingSignal } from '../../src/model/result.ts';

function aProcess() {
  const said: string[] = [];
  const exits: number[] = [];
  const signals = new EventEmitter();
  const onSignal = endOnSignals(signals, {
    stderr: (text) => void said.push(text),
    exit: (code) => void exits.push(code),
  });
  const send = (signal: EndingSignal) => signals.emit(signal, signal);
  return { onSignal, send, said, exits };
}

test.each([
  { signal: 'SIGHUP', code: 129 },
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
] as const)('$signal ends a process that does not listen, with its line', ({ signal, code }) => {
  const { send, said, exits } = aProcess();
  send(signal);
  expect(exits).toEqual([code]);
  expect(said).toEqual([`storyboard: exit ${code}: ended by ${signal}; nothing is reported\n`]);
});

test('a process that listens goes on, until it listens no more', () => {
  const { onSignal, send, exits } = aProcess();
  const heard: string[] = [];
  const forget = onSignal((signal) => heard.push(signal));
  send('SIGTERM');
  expect([heard, exits]).toEqual([['SIGTERM'], []]);
  forget();
  send('SIGINT');
  expect([heard, exits]).toEqual([['SIGTERM'], [130]]);
});
