import type { Check } from '../judge/check.ts';
import type { Assertion } from '../judge/assertion.ts';
import type { RecordingValidator } from '../judge/schema-validator.ts';
import type { SchemaSource } from '../model/schema.ts';
import type { Listener } from '../model/event.ts';
import type { Invariant } from '../request/invariant.ts';

/** What every stage of a run is handed instead of reaching for it: the clocks, the dice, the registries, the listener. */
export interface RunServices {
  /** The run clock: the same instant from the first to the last question. */
  readonly runClock: Date;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  readonly checks: ReadonlyMap<string, Check>;
  readonly assertions: readonly Assertion[];
  /** In order of application; empty for `--verbatim`. */
  readonly invariants: readonly Invariant[];
  readonly schemas: SchemaSource;
  /** Called once, when the agent has answered. */
  readonly openValidator: () => RecordingValidator;
  readonly emit: Listener;
}
