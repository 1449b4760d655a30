import type { Floors, GateResult, GateRun, TargetGate } from '../model/gate.ts';
import { describePartial } from '../support/describe-partial.ts';
import { compareWithBase } from './base.ts';
import { judgeFloors } from './floors.ts';
import { isDown } from './observed.ts';

/** What a run is held against; null where there is none. */
export interface GateOptions {
  readonly floors: Floors | null;
  /** True when the user named the floors file (`--floors`), false for a default. */
  readonly explicit: boolean;
  /** A report of the base branch, read back. */
  readonly base: GateRun | null;
}

/** Judges a run, or a saved report of one, by the floors. A part of a suite is never judged. */
export function judgeGate(run: GateRun, { floors, explicit, base }: GateOptions): GateResult {
  const notJudged = floors && whyNotJudged(run, floors);
  const targets = floors && notJudged === null ? judgeFloors(floors, run) : [];
  return {
    status: statusOf(floors, notJudged, targets),
    file: floors?.file ?? null,
    explicit,
    notJudged,
    targets,
    base: base && compareWithBase(run, base),
  };
}

function whyNotJudged({ partial, targets }: GateRun, floors: Floors): string | null {
  if (partial.length > 0) return partial.map(describePartial).join(', and ');
  if (targets.every(isDown)) return 'no target answered';
  const names = targets.map(({ target }) => target.name);
  if (names.some((name) => floors.targets.has(name))) return null;
  const blocks = [...floors.targets.keys()].join(', ') || 'none';
  return `${floors.file} has no block for ${names.join(', ')} (blocks: ${blocks})`;
}

function statusOf(
  floors: Floors | null,
  notJudged: string | null,
  targets: readonly TargetGate[],
): GateResult['status'] {
  if (floors === null) return 'unset';
  if (notJudged !== null) return 'not_judged';
  if (targets.some(({ breaches, unexpected }) => breaches.length + unexpected.length > 0)) {
    return 'breached';
  }
  return targets.some(({ stale }) => stale.length > 0) ? 'stale' : 'met';
}
