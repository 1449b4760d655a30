import type { Json, JsonPointer } from '../../model/json.ts';
import { isObject, pointerTo, valueAtPointer } from '../../support/json.ts';
import type { AnsweredStep, Assertion, AssertionFinding } from '../assertion.ts';
import { answeredSteps, fault } from '../assertion.ts';
import { allAt } from '../field.ts';
import type { Lifecycle } from '../lifecycles.ts';
import * as lifecycles from '../lifecycles.ts';

/** The statuses seen of a resource follow its lifecycle. */
export const statusMonotonic: Assertion = {
  id: 'status.monotonic',
  summary: 'Every status seen of a resource may follow the one seen before.',
  byDefault: true,
  judge({ steps }) {
    const seen = new Map<string, Sighting>();
    return answeredSteps(steps)
      .filter(({ verdict, expects }) => verdict === 'passed' && expects === 'success')
      .flatMap((step) => sightingsIn(step).flatMap((sighting) => compare(sighting, step, seen)));
  },
};

interface Sighting {
  readonly lifecycle: Lifecycle;
  readonly id: string;
  readonly status: string;
  readonly pointer: JsonPointer;
  readonly stepId: string;
}

function compare(
  sighting: Sighting,
  step: AnsweredStep,
  seen: Map<string, Sighting>,
): readonly AssertionFinding[] {
  const { lifecycle, id, status, pointer } = sighting;
  const key = `${lifecycle.resource} ${id}`;
  const before = seen.get(key);
  if (before?.status === status) return [];
  seen.set(key, sighting);
  const legal = before && own(lifecycle.next, before.status);
  // A status the lifecycle does not know is for the schema to judge.
  if (!legal || legal.includes(status) || !own(lifecycle.next, status)) return [];
  const note = `${key} was "${before.status}" in ${before.stepId} and cannot become "${status}"`;
  return [fault(step, pointer, { expected: legal, actual: status, note })];
}

const own = (next: Lifecycle['next'], status: string) =>
  Object.hasOwn(next, status) ? next[status] : undefined;

/** Where an answer shows the status of a resource. */
interface Place {
  readonly tasks: readonly string[];
  readonly path: string;
  readonly lifecycle: Lifecycle;
}

const { mediaBuy, creative, creativeApproval, account } = lifecycles;
const { siSession, catalogItem, proposal, audience } = lifecycles;

const buying = ['create_media_buy', 'update_media_buy'];
const catalogs = ['sync_catalogs', 'list_catalogs'];
const sessions = ['si_initiate_session', 'si_send_message', 'si_terminate_session'];
const approvals = 'packages[*].creative_approvals[*]';

const places: readonly Place[] = [
  { tasks: buying, path: '', lifecycle: mediaBuy },
  { tasks: buying, path: approvals, lifecycle: creativeApproval },
  { tasks: ['get_media_buys'], path: 'media_buys[*]', lifecycle: mediaBuy },
  { tasks: ['get_media_buys'], path: `media_buys[*].${approvals}`, lifecycle: creativeApproval },
  { tasks: ['sync_creatives', 'list_creatives'], path: 'creatives[*]', lifecycle: creative },
  { tasks: ['sync_accounts', 'list_accounts'], path: 'accounts[*]', lifecycle: account },
  { tasks: sessions, path: '', lifecycle: siSession },
  { tasks: catalogs, path: 'catalogs[*].items[*]', lifecycle: catalogItem },
  { tasks: catalogs, path: 'items[*]', lifecycle: catalogItem },
  { tasks: ['get_products'], path: 'proposal', lifecycle: proposal },
  { tasks: ['get_products'], path: 'proposals[*]', lifecycle: proposal },
  { tasks: ['sync_audiences'], path: 'audiences[*]', lifecycle: audience },
];

function sightingsIn({ task, stepId, extraction }: AnsweredStep): readonly Sighting[] {
  if (extraction?.outcome !== 'success') return [];
  const { payload } = extraction;
  return places
    .filter(({ tasks }) => tasks.includes(task))
    .flatMap(({ path, lifecycle }) =>
      allAt(payload, path).flatMap(({ value, pointer }) => {
        const id = firstText(value, lifecycle.idFields);
        const status = firstText(value, lifecycle.statusFields);
        if (!id || !status) return [];
        const owner = ownerOf(payload, pointer);
        const at = pointerTo(pointer, status.field);
        return [{ lifecycle, id: `${owner}${id.text}`, status: status.text, pointer: at, stepId }];
      }),
    );
}

// One creative is approved package by package.
function ownerOf(payload: Json, pointer: JsonPointer): string {
  const owner = /^(.*\/packages\/\d+)\/creative_approvals\/\d+$/.exec(pointer)?.[1];
  if (owner === undefined) return '';
  const id = valueAtPointer(payload, `${owner}/package_id` as JsonPointer);
  return typeof id === 'string' ? `${id}/` : '';
}

function firstText(
  value: Json,
  fields: readonly string[],
): { readonly field: string; readonly text: string } | null {
  for (const field of fields) {
    const text = isObject(value) && Object.hasOwn(value, field) ? value[field] : null;
    if (typeof text === 'string') return { field, text };
  }
  return null;
}
