import type { FoundKeys, GivenKeys } from '../../dispatch/signatures/find-keys.ts';
import { NonceStore } from '../../dispatch/signatures/nonces.ts';
import type { Verification } from '../../dispatch/signatures/verify.ts';
import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { valueAt } from '../../support/path.ts';
import type { Session } from '../session.ts';

/** Verifies the signatures of a run's deliveries: one memory of nonces for all of them, each delivery verified once. */
export class SignatureDesk {
  readonly #given: GivenKeys | null;
  readonly #purposes: readonly string[];
  readonly #nonces = new NonceStore();
  readonly #keys = new Map<string, Promise<FoundKeys>>();
  /** By delivery and by the tag it was verified for. */
  readonly #verified = new WeakMap<Delivery, Map<string, Promise<Verification>>>();

  /** `given` are the keys the operator names, before what agents publish; `purposes` what their `adcp_use` may be. */
  constructor(given: GivenKeys | null, purposes: readonly string[]) {
    this.#given = given;
    this.#purposes = purposes;
  }

  /** True where receivers may expect a signature: the agent says that it signs, or the operator says with which keys. */
  expectedOf({ profile }: Session): boolean {
    return this.#given !== null || declaresSigning(profile);
  }

  /** True where keys that cannot be found are the agent's fault: it says that it signs, and nobody else names its keys. */
  owesKeys({ profile }: Session): boolean {
    return this.#given === null && declaresSigning(profile);
  }

  /** The agent's published keys; looked for once. */
  keysOf(session: Session): Promise<FoundKeys> {
    const { url } = session.target;
    const found = this.#keys.get(url) ?? this.#find(session);
    this.#keys.set(url, found);
    return found;
  }

  /** What a delivery's signature is worth. Later answers of the same delivery, for the same tag, are the first one. */
  async verify(
    delivery: Delivery,
    session: Session,
    wanted: string | null = null,
  ): Promise<Verification> {
    const { webhookProfile } = await import('../../dispatch/signatures/verify.ts');
    const tag = wanted ?? webhookProfile.tag;
    const verified = this.#verified.get(delivery) ?? new Map<string, Promise<Verification>>();
    this.#verified.set(delivery, verified);
    const verification = verified.get(tag) ?? this.#verify(delivery, session, tag);
    verified.set(tag, verification);
    return verification;
  }

  async #verify(delivery: Delivery, session: Session, tag: string): Promise<Verification> {
    const found = await this.keysOf(session);
    const { verifySignature, webhookProfile } = await import('../../dispatch/signatures/verify.ts');
    return verifySignature(delivery, {
      profile: { ...webhookProfile, purposes: this.#purposes, tag },
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

function declaresSigning({ capabilities }: Session['profile']): boolean {
  return capabilities !== null && valueAt(capabilities, 'webhook_signing.supported') === true;
}
