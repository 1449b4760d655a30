import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';

/** A place in a format that a creative must fill. Measures in pixels; null where any will do. */
export interface Slot {
  readonly id: string;
  readonly type: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** The format itself where it is given whole, else the one a reference names; null where nobody told it. */
export function formatOf(reference: Json, formats: readonly JsonObject[]): JsonObject | null {
  if (!isObject(reference)) return null;
  if (slotsOf(reference) !== null) return reference;
  return formats.find((format) => isNamed(format['format_id'], reference)) ?? null;
}

function isNamed(id: Json | undefined, reference: JsonObject): boolean {
  if (!isObject(id) || typeof id['id'] !== 'string' || id['id'] !== reference['id']) return false;
  const agent = reference['agent_url'];
  return agent === undefined || withoutSlash(agent) === withoutSlash(id['agent_url']);
}

function withoutSlash(url: Json | undefined): string {
  return typeof url === 'string' ? url.replace(/\/$/, '') : '';
}

/** The slots a format cannot do without, in its own order. */
export function requiredSlots(format: JsonObject): readonly Slot[] {
  const measures = measuresOf(format);
  return (slotsOf(format) ?? []).flatMap((slot) => {
    if (!isObject(slot) || slot['required'] !== true) return [];
    const id = slot['asset_group_id'] ?? slot['asset_id'];
    const type = slot['asset_type'];
    if (typeof id !== 'string' || typeof type !== 'string') return [];
    const own = measuresOf(slot);
    return [
      { id, type, width: own.width ?? measures.width, height: own.height ?? measures.height },
    ];
  });
}

/** Canonical formats call them slots, older ones assets. */
function slotsOf(format: JsonObject): readonly Json[] | null {
  const list = [format['slots'], format['assets'], format['assets_required']].find(Array.isArray);
  return list === undefined ? null : (list as readonly Json[]);
}

interface Measures {
  readonly width: number | null;
  readonly height: number | null;
}

/** Measures stand at the thing itself, in its parameters or requirements, or at what it renders first. */
function measuresOf(holder: JsonObject): Measures {
  const { requirements, params, renders } = holder;
  const render = Array.isArray(renders) ? ((renders as readonly Json[])[0] ?? null) : null;
  const places = [holder, params, requirements, render].filter(isObject);
  const all = places.flatMap((place) => [place, place['dimensions']]).filter(isObject);
  return { width: firstNumber(all, 'width'), height: firstNumber(all, 'height') };
}

function firstNumber(places: readonly JsonObject[], key: string): number | null {
  const found = places.map((place) => place[key]).find((value) => typeof value === 'number');
  return typeof found === 'number' ? found : null;
}
