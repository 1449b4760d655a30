/** Tells a listener of events a moment later, in order. */
export interface Teller<T> {
  readonly tell: (event: T) => void;
  /** Tells what is still untold, now. */
  readonly rest: () => void;
}

/** A step's event comes just before the next request goes out; it is told when that is on the wire and the agent works. */
export function tellLater<T>(listen: (event: T) => void): Teller<T> {
  let untold: T[] = [];
  const rest = () => {
    const events = untold;
    untold = [];
    for (const event of events) listen(event);
  };
  return {
    tell(event) {
      untold.push(event);
      // The request is written in the first of these turns.
      if (untold.length === 1) setImmediate(() => setImmediate(rest));
    },
    rest,
  };
}
