import type { JsonObject } from '../model/json.ts';
import type { KeptValue, RequestChange } from '../model/request.ts';
import type { Operation, Subject } from '../model/subject.ts';

/** A rule every outgoing request obeys. It aligns or fills in; it never mends what the author broke on purpose. */
export interface Invariant {
  /** What opt-outs and reports call it. */
  readonly id: string;
  readonly summary: string;
  /**
   * Set where it says the same under another name: what a step expects of an answer is then said so, too. Words of which
   * one stands in a value, or on the way to it, wherever there is something to rename; none where there never is.
   */
  readonly renames?: (input: NamesInput) => readonly string[];
  apply(input: InvariantInput): Applied;
}

/** All an invariant may know. No step, no expectation. */
export interface InvariantInput {
  /** The request so far: tokens substituted, earlier invariants applied. */
  readonly payload: JsonObject;
  /**
   * The request as written, with what the suite wrote in its kit or its context in place: so a literal, wherever it
   * stands, can be told from a value that an answer gave.
   */
  readonly authored: JsonObject;
  readonly operation: Operation;
  readonly subject: Subject;
  readonly facts: RunFacts;
  /** Products the agent offered earlier in this storyboard, in its order. */
  readonly discovered: readonly DiscoveredProduct[];
  readonly newId: () => string;
  /** False where the step leaves the rule's field out on purpose; what it does name obeys the rule all the same. */
  readonly mayFill: boolean;
  /** True for what an answer is expected to say: a part of an account may stand there without the rest. */
  readonly isExpected?: boolean;
  /** True where the test kit names no operation and this task stands in for it. */
  readonly standsIn?: boolean;
}

/** What the names things go out by depend on. */
export type NamesInput = Pick<InvariantInput, 'subject' | 'facts' | 'discovered'>;

/** What is the same for every request of a storyboard. */
export interface RunFacts {
  /** Differs from run to run; part of every literal idempotency key that is sent. */
  readonly runId: string;
  /** False when the agent may be booking real media. */
  readonly loopback: boolean;
  /** The user allows requests outside the sandbox. */
  readonly live: boolean;
  /** The version every request that can name one says; null or missing for none. */
  readonly adcpVersion?: string | null;
  /** Null when the storyboard has no rotted date. */
  readonly dateShift: DateShift | null;
}

/** Dates after `after` move forward by `years` whole years. */
export interface DateShift {
  /** The suite's publication, ISO 8601. */
  readonly after: string;
  readonly years: number;
}

/** A product of the agent with its prices. */
export interface DiscoveredProduct {
  readonly productId: string;
  readonly options: readonly PricingOption[];
}

/** One price of a product; null where it names no such price. */
export interface PricingOption {
  readonly id: string;
  readonly fixedPrice: number | null;
  readonly floorPrice: number | null;
}

/** The payload after the rule, and everything the rule changed in it or looked at and kept: nothing goes unreported. */
export interface Applied {
  readonly payload: JsonObject;
  readonly changes: readonly RequestChange[];
  readonly kept: readonly KeptValue[];
}
