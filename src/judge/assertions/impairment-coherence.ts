import type { Json, JsonPointer } from '../../model/json.ts';
import { pointerTo } from '../../support/json.ts';
import type { AnsweredStep, Assertion, AssertionFinding } from '../assertion.ts';
import { answeredSteps, fault } from '../assertion.ts';
import { buysIn, offlineStatuses, sightingsIn, type Buy, type Sighting } from '../impairments.ts';

/** What a media buy says of its health agrees with what the agent said of the things it depends on. */
export const impairmentCoherence: Assertion = {
  id: 'impairment.coherence',
  summary: "A media buy's impairments agree with its health and with what is offline.",
  // Older agents know neither health nor impairments; the storyboards that grade them name it.
  byDefault: false,
  judge({ steps }) {
    const seen = new Map<string, Sighting>();
    return answeredSteps(steps)
      .filter(({ verdict, expects }) => verdict === 'passed' && expects === 'success')
      .flatMap((step) => {
        for (const sighting of sightingsIn(step)) seen.set(keyOf(sighting), sighting);
        return buysIn(step).flatMap((buy) => judgeBuy(buy, step, seen));
      });
  },
};

type Seen = ReadonlyMap<string, Sighting>;

function judgeBuy(buy: Buy, step: AnsweredStep, seen: Seen): readonly AssertionFinding[] {
  const phantoms = buy.impairments.flatMap((entry) => phantom(entry, buy, { step, seen }));
  if (buy.isOver) return phantoms;
  return [...healthFault(buy, step), ...phantoms, ...unreported(buy, step, seen)];
}

function healthFault({ id, health, impairments, at }: Buy, step: AnsweredStep) {
  if (health === null || (health === 'impaired') === impairments.length > 0) return [];
  const note = `media buy ${id} is "${health}" with ${impairments.length} impairments`;
  const expected = impairments.length > 0 ? 'impaired' : 'ok';
  return [fault(step, pointerTo(at, 'health'), { expected, actual: health, note })];
}

/** An impairment by something that was last seen working. */
function phantom(
  { resource, id, at }: Buy['impairments'][number],
  buy: Buy,
  { step, seen }: { readonly step: AnsweredStep; readonly seen: Seen },
): readonly AssertionFinding[] {
  const sighting = seen.get(keyOf({ resource, id }));
  if (sighting === undefined || isOffline(sighting)) return [];
  const expected: Json = offlineStatuses.get(resource) ?? [];
  const note = `media buy ${buy.id} is impaired by ${resource} ${id}, which was "${sighting.status}" in ${sighting.stepId}`;
  return [fault(step, at, { expected, actual: sighting.status, note })];
}

/** Something offline that a buy which still runs depends on and does not name. */
function unreported(buy: Buy, step: AnsweredStep, seen: Seen): readonly AssertionFinding[] {
  const named = new Set(buy.impairments.map(keyOf));
  const at: JsonPointer = pointerTo(buy.at, 'impairments');
  return buy.references.flatMap((reference) => {
    const sighting = seen.get(keyOf(reference));
    if (sighting === undefined || !isOffline(sighting) || named.has(keyOf(reference))) return [];
    const { resource, id, status, stepId } = sighting;
    const note = `media buy ${buy.id} needs ${resource} ${id}, which was "${status}" in ${stepId}, and names no such impairment`;
    return [fault(step, at, { expected: { resource_type: resource, resource_id: id }, note })];
  });
}

function keyOf({ resource, id }: Pick<Sighting, 'resource' | 'id'>): string {
  return `${resource} ${id}`;
}

function isOffline({ resource, status }: Sighting): boolean {
  return offlineStatuses.get(resource)?.includes(status) === true;
}
