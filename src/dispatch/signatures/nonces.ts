/** How many nonces of one key are remembered; more than that at once is abuse, not traffic. */
const perKey = 10_000;

/** The nonces a verifier has accepted, by key; what is accepted once is a replay the second time. */
export class NonceStore {
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #capacity: number;

  /** `capacity` is the number of living nonces one key may have. */
  constructor(capacity: number = perKey) {
    this.#capacity = capacity;
  }

  /** True when this key has used this nonce before. */
  has(keyid: string, nonce: string): boolean {
    return this.#seen.get(keyid)?.has(nonce) ?? false;
  }

  /** True when the key has as many living nonces as it may have. Times are Unix seconds. */
  isFull(keyid: string, now: number): boolean {
    const nonces = this.#seen.get(keyid);
    if (nonces === undefined || nonces.size < this.#capacity) return false;
    for (const [nonce, until] of nonces) if (until < now) nonces.delete(nonce);
    return nonces.size >= this.#capacity;
  }

  /** Remembers a nonce until its signature has expired for every clock. */
  add(keyid: string, nonce: string, until: number): void {
    const nonces = this.#seen.get(keyid) ?? new Map<string, number>();
    this.#seen.set(keyid, nonces.set(nonce, until));
  }
}
