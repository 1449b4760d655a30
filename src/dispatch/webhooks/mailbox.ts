import { isAccepted, type Delivery } from './delivery.ts';

/** What the receiver answers to the first deliveries of a mailbox, before it takes one. */
export interface Rejections {
  readonly count: number;
  readonly status: number;
}

/** Deliveries one mailbox keeps; a sender that goes on after that is not graded by more of the same. */
const mostKept = 100;

/** The deliveries to the URL of one step. */
export class Mailbox {
  readonly url: string;
  /** The last segment of the URL; agents of AdCP 3.0 send it back as `operation_id`. */
  readonly operationId: string;
  readonly #deliveries: Delivery[] = [];
  readonly #turnedAway: string[] = [];
  readonly #listeners = new Set<() => void>();
  #rejections: Rejections = { count: 0, status: 503 };

  constructor(url: string, operationId: string) {
    this.url = url;
    this.operationId = operationId;
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Requests to this URL that could not be kept, each in a sentence. */
  get turnedAway(): readonly string[] {
    return this.#turnedAway;
  }

  get isFull(): boolean {
    return this.#deliveries.length >= mostKept;
  }

  /** Deliveries still to be refused. */
  get refusalsLeft(): number {
    return Math.max(0, this.#rejections.count - this.#deliveries.length);
  }

  /** True when the retries asked for are over: nothing is left to refuse, and a delivery was taken. */
  get isSettled(): boolean {
    return this.refusalsLeft === 0 && this.#deliveries.some(isAccepted);
  }

  /** Refuses the first deliveries. To be called before anything that may cause one. */
  reject(rejections: Rejections): void {
    this.#rejections = rejections;
  }

  /** Keeps a delivery and gives the status to answer it with. */
  keep(delivery: Omit<Delivery, 'answered'>): number {
    const answered = this.refusalsLeft > 0 ? this.#rejections.status : 204;
    this.#deliveries.push({ ...delivery, answered });
    this.#tell();
    return answered;
  }

  /** Notes a request that could not be kept. */
  turnAway(reason: string): void {
    if (this.#turnedAway.length < mostKept) this.#turnedAway.push(reason);
    this.#tell();
  }

  /** Calls back whenever something arrived; gives the function that ends this. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
