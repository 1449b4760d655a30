import type { OperatorEndpoints } from '../run/probing.ts';
import type { RunFlags } from './options.ts';

/** The URLs a user gave for tasks that ask more than the agent. */
export function operatorEndpoints(flags: RunFlags): OperatorEndpoints {
  return {
    receiver: flags.receiverUrl ?? null,
    publisherContext: flags.publisherContextUrl ?? null,
    publisherIdentity: flags.publisherIdentityUrl ?? null,
    brandJson: flags.brandJsonUrl ?? null,
  };
}
