import type { Json } from '../../model/json.ts';

/** One request that reached the receiver. */
export interface Delivery {
  /** Milliseconds of a clock that never jumps. */
  readonly at: number;
  readonly receivedAt: Date;
  readonly method: string;
  /** The URL the sender was given, with the query it sent. */
  readonly url: string;
  /** As sent, names in lower case; signatures are verified by them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as JSON; undefined where it is none. */
  readonly json: Json | undefined;
  /** The status it was answered with. */
  readonly answered: number;
}

/** True for a delivery the receiver took; the others were refused to see what the sender does then. */
export function isAccepted({ answered }: Delivery): boolean {
  return answered < 300;
}
