import { decide } from '../gate/decide.ts';
import { judgeGate } from '../gate/gate.ts';
import type { Decision, GateResult, GateRun } from '../model/gate.ts';
import type { PreparedRun } from './prepare-run.ts';

/** Judges a run by its floors and decides how it ends. */
export function judge(
  run: GateRun,
  { floors, floorsAreExplicit, base }: Pick<PreparedRun, 'floors' | 'floorsAreExplicit' | 'base'>,
): { readonly gate: GateResult; readonly decision: Decision } {
  const gate = judgeGate(run, { floors, explicit: floorsAreExplicit, base });
  return { gate, decision: decide(run, gate) };
}
