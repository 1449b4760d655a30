import type { FoundKeys, GivenKeys } from '../../dispatch/signatures/find-keys.ts';
import { NonceStore } from '../../dispatch/signatures/nonces.ts';
import type { Verification } from '../../dispatch/signatures/verify.ts';
import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { valueAt } from '../../support/path.ts';
import type { Session } from '../session.ts';

/** Loads the code that finds keys and verifies by them. */
export function loadSignatures(): Promise<unknown> {
  return Promise.all([
    import('../../dispatch/signatures/verify.ts'),
    import('../../dispatch/signatures/find-keys.ts'),
  ]);
}

/** Verifies the signatures of a run's deliveries: one memory of nonces for all of them, each delivery verified once. */
export class SignatureDesk {
  readonly #given: GivenKeys | null;
  readonly #purposes: readonly string[];
  readonly #nonces = new NonceStore();
  readonly #keys = new Map<string, Promise<FoundKeys>>();
  readonly #verified = new WeakMap<Delivery, Promise<Verification>>();

  /** `given` are the keys the operator names, before what agents publish; `purposes` what their `adcp_use` may be. */
  constructor(given: GivenKeys | null, purposes: readonly string[]) {
    this.#given = given;
    this.#purposes = purposes;
  }

  /** True where receivers may expect a signature: the agent says that it signs, or the operator says with which keys. */
  expectedOf({ profile }: Session): boolean {
    const declared =
      profile.capabilities && valueAt(profile.capabilities, 'webhook_signing.supported');
    return this.#given !== null || declared === true;
  }

  /** The agent's published keys; looked for once. */
  keysOf(session: Session): Promise<FoundKeys> {
    const { url } = session.target;
    const found = this.#keys.get(url) ?? this.#find(session);
    this.#keys.set(url, found);
    return found;
  }

  /** What a delivery's signature is worth. Later answers of the same delivery are the first one. */
  verify(delivery: Delivery, session: Session, tag: string | null = null): Promise<Verification> {
    const verified = this.#verified.get(delivery) ?? this.#verify(delivery, session, tag);
    this.#verified.set(delivery, verified);
    return verified;
  }

  async #verify(delivery: Delivery, session: Session, tag: string | null): Promise<Verification> {
    const found = await this.keysOf(session);
    const { verifySignature, webhookProfile } = await import('../../dispatch/signatures/verify.ts');
    return verifySignature(delivery, {
      profile: { ...webhookProfile, purposes: this.#purposes, ...(tag !== null && { tag }) },
      keys: found.kind === 'found' ? found.keys : null,
      now: Math.floor(delivery.receivedAt.getTime() / 1000),
      nonces: this.#nonces,
    });
  }

  async #find({ target, profile, probing, signal, timeoutMs }: Session): Promise<FoundKeys> {
    const { findKeys } = await import('../../dispatch/signatures/find-keys.ts');
    return findKeys({
      agentUrl: target.url,
      capabilities: profile.capabilities,
      given: this.#given,
      brandJson: probing.endpoints.brandJson,
      prober: probing.prober,
      limits: { signal, timeoutMs },
    });
  }
}
