import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import type { AnsweredStep } from './assertion.ts';
import { allAt } from './field.ts';

/** By kind of thing a media buy depends on: the statuses in which it cannot serve. A property's is published elsewhere and not on the wire. */
export const offlineStatuses: ReadonlyMap<string, readonly string[]> = new Map([
  ['audience', ['suspended']],
  ['creative', ['rejected']],
  ['catalog_item', ['withdrawn']],
  ['event_source', ['insufficient']],
]);

/** What an agent last said of a thing. */
export interface Sighting {
  readonly resource: string;
  readonly id: string;
  readonly status: string;
  readonly stepId: string;
}

interface Place {
  readonly tasks: readonly string[];
  readonly path: string;
  readonly resource: string;
  readonly idFields: readonly string[];
  readonly statusPath: readonly string[];
}

const catalogItem = {
  tasks: ['sync_catalogs', 'list_catalogs'],
  resource: 'catalog_item',
  idFields: ['item_id', 'offering_id', 'sku', 'id'],
  statusPath: ['status'],
};

const places: readonly Place[] = [
  {
    tasks: ['sync_creatives', 'list_creatives'],
    path: 'creatives[*]',
    resource: 'creative',
    idFields: ['creative_id'],
    statusPath: ['status'],
  },
  {
    tasks: ['sync_audiences'],
    path: 'audiences[*]',
    resource: 'audience',
    idFields: ['audience_id'],
    statusPath: ['status'],
  },
  { ...catalogItem, path: 'catalogs[*].items[*]' },
  { ...catalogItem, path: 'items[*]' },
  {
    tasks: ['sync_event_sources'],
    path: 'event_sources[*]',
    resource: 'event_source',
    idFields: ['event_source_id'],
    statusPath: ['health', 'status'],
  },
];

/** The statuses of dependencies that an answer shows. */
export function sightingsIn({ task, stepId, extraction }: AnsweredStep): readonly Sighting[] {
  if (extraction?.outcome !== 'success') return [];
  return places
    .filter(({ tasks }) => tasks.includes(task))
    .flatMap(({ path, resource, idFields, statusPath }) =>
      allAt(extraction.payload, path).flatMap(({ value }) => {
        const id = idFields.map((field) => textAt(value, [field])).find((text) => text !== null);
        const status = textAt(value, statusPath);
        return id && status ? [{ resource, id, status, stepId }] : [];
      }),
    );
}

/** A media buy as an answer shows it. */
export interface Buy {
  readonly id: string;
  readonly at: JsonPointer;
  /** Null where the answer says nothing of it. */
  readonly health: string | null;
  /** True once it serves no more. */
  readonly isOver: boolean;
  readonly impairments: readonly {
    readonly resource: string;
    readonly id: string;
    readonly at: JsonPointer;
  }[];
  /** What it cannot serve without. */
  readonly references: readonly { readonly resource: string; readonly id: string }[];
}

const over: ReadonlySet<string> = new Set(['completed', 'canceled', 'rejected']);

/** The media buys an answer shows. */
export function buysIn({ task, extraction }: AnsweredStep): readonly Buy[] {
  const path = { create_media_buy: '', update_media_buy: '', get_media_buys: 'media_buys[*]' }[
    task
  ];
  if (path === undefined || extraction?.outcome !== 'success') return [];
  return allAt(extraction.payload, path).flatMap(({ value, pointer }) => {
    const id = textAt(value, ['media_buy_id']);
    return id === null || !isObject(value) ? [] : [buyOf(id, value, pointer)];
  });
}

function buyOf(id: string, value: JsonObject, at: JsonPointer): Buy {
  const status = textAt(value, ['media_buy_status']) ?? textAt(value, ['status']);
  return {
    id,
    at,
    health: textAt(value, ['health']),
    isOver: status !== null && over.has(status),
    impairments: allAt(value, 'impairments[*]').flatMap(({ value: entry, pointer }) => {
      const resource = textAt(entry, ['resource_type']);
      const resourceId = textAt(entry, ['resource_id']);
      if (resource === null || resourceId === null) return [];
      return [{ resource, id: resourceId, at: `${at}${pointer}` as JsonPointer }];
    }),
    references: referencesOf(value),
  };
}

/** Audiences to leave out are no dependency: a buy serves without them. */
const referencePaths = [
  { resource: 'creative', path: 'packages[*].creative_assignments[*].creative_id' },
  { resource: 'creative', path: 'packages[*].creative_approvals[*].creative_id' },
  { resource: 'audience', path: 'packages[*].targeting_overlay.audience_include[*]' },
] as const;

function referencesOf(buy: JsonObject): Buy['references'] {
  const all = referencePaths.flatMap(({ resource, path }) =>
    allAt(buy, path).flatMap(({ value }) =>
      typeof value === 'string' ? { resource, id: value } : [],
    ),
  );
  return all.filter(
    ({ resource, id }, index) =>
      all.findIndex((other) => other.resource === resource && other.id === id) === index,
  );
}

function textAt(value: Json | undefined, path: readonly string[]): string | null {
  const [head, ...rest] = path;
  if (head === undefined) return typeof value === 'string' && value !== '' ? value : null;
  return isObject(value) && Object.hasOwn(value, head) ? textAt(value[head], rest) : null;
}
