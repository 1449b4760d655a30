import type {
  Floors,
  GateRun,
  GateTarget,
  KnownFailure,
  TargetFloors,
  TargetGate,
} from '../model/gate.ts';
import { failuresOf, fatesOf, figures, isDown } from './observed.ts';

/** Judges every target that answered by its block; a target without one answers for all its failures. */
export function judgeFloors(floors: Floors, run: GateRun): readonly TargetGate[] {
  return run.targets
    .filter((target) => !isDown(target))
    .map((target) => judgeTarget(target, floors.targets.get(target.target.name)));
}

function judgeTarget(target: GateTarget, block: TargetFloors | undefined): TargetGate {
  const readings = (block?.metrics ?? []).map(({ metric, floor }) => ({
    metric,
    floor,
    observed: figures[metric](target),
  }));
  return {
    target: target.target.name,
    breaches: readings.filter(({ observed, floor }) => observed < floor),
    raisable: readings.filter(({ observed, floor }) => observed > floor),
    met: readings.filter(({ observed, floor }) => observed >= floor),
    ...judgeLedger(target, block?.knownFailures ?? []),
  };
}

function judgeLedger(target: GateTarget, ledger: readonly KnownFailure[]) {
  const fates = fatesOf(target);
  const withFate = (...wanted: readonly (string | undefined)[]) =>
    ledger.filter(({ step }) => wanted.includes(fates.get(step)));
  const known = withFate('failed');
  const excused = new Set(known.map(({ step }) => step));
  return {
    unexpected: failuresOf(target).filter((name) => !excused.has(name)),
    known,
    stale: withFate('passed'),
    unobserved: withFate('moot', 'unobserved', 'outage', undefined),
  };
}
