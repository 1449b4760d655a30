import type { Answered } from '../../model/exchange.ts';
import { fault, foundOnly, httpEvidence, isSuccess, probe } from '../probing.ts';
import { walkMetadataGraph } from '../metadata-graph.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const name = 'protected_resource_metadata';

/** Asks the agent's origin for the metadata of RFC 9728; its body is what the step's validations judge. */
export const protectedResourceMetadata: RunnerTask = {
  name,
  summary: "Reads the agent's OAuth protected-resource metadata (RFC 9728).",
  async perform(_params, scope) {
    const url = protectedResourceUrl(scope.session.target.url);
    const probed = await probe(scope, { method: 'GET', url, trust: 'operator' });
    if (probed.kind === 'blocked') return foundOnly(fault(name, 'url_blocked', probed.detail));
    if (probed.kind === 'unanswered') return { kind: 'unanswered', exchange: probed };
    const { status } = probed.response;
    if (status === 404 && scope.phase.optional && !followsGraph(scope)) {
      return notAdvertised(scope, url, probed);
    }
    // Metadata that is served is relied on by clients, whatever else would let them in.
    if (isSuccess(status)) scope.memory.countingPhases.add(scope.phase.id);
    const evidence = httpEvidence(probed);
    if (!followsGraph(scope)) return evidence;
    return { ...evidence, metadataGraph: await walkMetadataGraph(probed, scope) };
  },
};

/** The well-known URL of a resource: inserted between host and path, whose lone slash counts for nothing (RFC 9728, 3.1). */
export function protectedResourceUrl(resource: string): string {
  const { origin, pathname, search } = new URL(resource);
  const path = pathname === '/' ? '' : pathname;
  return `${origin}/.well-known/oauth-protected-resource${path}${search}`;
}

function followsGraph({ step }: StepScope): boolean {
  return step.expectation.validations.some(({ check }) => check === 'oauth_metadata_graph');
}

function notAdvertised({ memory, phase }: StepScope, url: string, exchange: Answered): TaskOutcome {
  const skip = {
    reason: 'not_applicable',
    detail: `the agent does not advertise OAuth: GET ${url} gave HTTP 404`,
  } as const;
  memory.phaseSkips.set(phase.id, skip);
  return { kind: 'skipped', skip, answers: { exchange, extraction: null, polls: [] } };
}
