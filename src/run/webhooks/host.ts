import type { GivenKeys } from '../../dispatch/signatures/find-keys.ts';
import { startReceiver, type WebhookReceiver } from '../../dispatch/webhooks/receiver.ts';
import type { SuiteName } from '../../model/result.ts';
import type { Storyboard } from '../../model/storyboard.ts';
import { UsageError } from '../../support/errors.ts';
import { isLoopbackHost } from '../../support/loopback.ts';
import type { RunServices } from '../services.ts';
import { webhookKeyPurposes } from './key-purposes.ts';
import { SignatureDesk } from './signature-desk.ts';
import { StoryboardWebhooks } from './storyboard-webhooks.ts';

/** How a run takes webhooks. */
export interface WebhookOptions {
  /** On 127.0.0.1; 0 for a free one. */
  readonly port: number;
  /** The address agents are given; null for the receiver's own, which only agents on this machine reach. */
  readonly publicUrl: string | null;
  /** The keys agents sign with, where the operator gives them. */
  readonly keys: GivenKeys | null;
}

/** The receiver of a run: one for all targets, started when something needs it. */
export class WebhookHost {
  readonly signatures: SignatureDesk;
  readonly #options: WebhookOptions | null;
  readonly #services: RunServices;
  #receiver: WebhookReceiver | null = null;

  /** Without options the run takes no webhooks. The suite says which keys may sign them. */
  constructor(options: WebhookOptions | null, services: RunServices, suite: SuiteName) {
    this.#options = options;
    this.#services = services;
    this.signatures = new SignatureDesk(options?.keys ?? null, webhookKeyPurposes(suite));
  }

  /** Why an agent cannot send webhooks to this run, or null when it can. */
  whyNotFor(agentUrl: string): string | null {
    if (this.#options === null) return 'the run takes no webhooks (--no-webhooks)';
    if (this.#options.publicUrl !== null || isLoopbackHost(new URL(agentUrl).hostname)) return null;
    return 'the agent is not on this machine and cannot reach the receiver; give --webhook-url';
  }

  /** Starts listening, once. */
  async open(): Promise<void> {
    if (this.#options === null || this.#receiver !== null) return;
    const { port, publicUrl } = this.#options;
    try {
      this.#receiver = await startReceiver({ ...this.#services, port, publicUrl });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(
        `--webhook-port ${port}: nothing can listen there (${why}). Name a free port, or leave the flag out.`,
      );
    }
  }

  /** The mailboxes of one storyboard; null where nothing listens. */
  forStoryboard(storyboard: Storyboard): StoryboardWebhooks | null {
    return this.#receiver && new StoryboardWebhooks(this.#receiver, storyboard);
  }

  /** Ends the receiver and every connection to it. */
  async close(): Promise<void> {
    await this.#receiver?.close();
    this.#receiver = null;
  }
}
