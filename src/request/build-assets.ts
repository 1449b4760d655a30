import type { Json, JsonObject } from '../model/json.ts';
import type { RequestChange } from '../model/request.ts';
import { isObject, listOf, mapJson, mentions, objectFrom, objectsIn } from '../support/json.ts';
import { formatOf, requiredSlots, type Slot } from './format-slots.ts';

/** The key of a map that stands for the assets its format needs (storyboard language, 8.2). */
export const assetsDirective = '$build_assets_from_format';

/** What assets are made from. */
export interface AssetSources {
  /** `assets` of the test kit; null where it has none. */
  readonly kitAssets: JsonObject | null;
  /** Formats the agent told earlier, by which a reference is read. */
  readonly formats: readonly JsonObject[];
}

/** A body with its assets in place, or why they cannot be made. */
export type AssetsBuilt =
  | { readonly payload: JsonObject; readonly changes: readonly RequestChange[] }
  | {
      readonly unavailable: string;
      /** False where only the format is not known yet. */
      readonly isFinal: boolean;
    };

/** True for a body that asks for assets of a format. */
export function asksForAssets(payload: Json): boolean {
  if (!mentions(payload, assetsDirective)) return false;
  let found = false;
  mapJson(payload, (value) => {
    found ||= isObject(value) && Object.hasOwn(value, assetsDirective);
    return undefined;
  });
  return found;
}

/** Puts one asset for every slot a format requires where the body asks for them. */
export function buildAssets(payload: JsonObject, sources: AssetSources): AssetsBuilt {
  if (!mentions(payload, assetsDirective)) return { payload, changes: [] };
  const changes: RequestChange[] = [];
  const problems: Problem[] = [];
  const built = mapJson(payload, (value, pointer) => {
    if (!isObject(value) || !Object.hasOwn(value, assetsDirective)) return undefined;
    const made = assetsFor(value[assetsDirective] ?? null, sources);
    if (isProblem(made)) {
      problems.push({ ...made, problem: `${made.problem} (${pointer})` });
      return value;
    }
    const reason = "one asset of the test kit for every slot of the step's format";
    changes.push({ pointer, from: value, to: made.assets, invariant: 'assets', reason });
    return made.assets;
  });
  const [problem] = problems;
  if (problem !== undefined) {
    const unavailable = `creative_asset_fixture_unavailable: ${problem.problem}`;
    return { unavailable, isFinal: problem.isFinal };
  }
  return { payload: built as JsonObject, changes };
}

interface Problem {
  readonly problem: string;
  readonly isFinal: boolean;
}

function isProblem(made: { readonly assets: JsonObject } | Problem): made is Problem {
  return 'problem' in made;
}

function assetsFor(
  reference: Json,
  { kitAssets, formats }: AssetSources,
): { readonly assets: JsonObject } | Problem {
  const format = formatOf(reference, formats);
  if (format === null) {
    const problem = `no answer so far shows the format ${JSON.stringify(reference)}`;
    return { problem, isFinal: false };
  }
  if (kitAssets === null) return { problem: 'the test kit has no assets', isFinal: true };
  const made: (readonly [string, Json])[] = [];
  for (const slot of requiredSlots(format)) {
    const asset = assetFor(slot, kitAssets);
    if (typeof asset === 'string') {
      return { problem: `slot "${slot.id}" (${slot.type}) ${asset}`, isFinal: true };
    }
    made.push([slot.id, asset]);
  }
  return { assets: objectFrom(made) };
}

function assetFor(slot: Slot, assets: JsonObject): JsonObject | string {
  if (slot.type === 'image') return imageFor(slot, assets);
  if (slot.type === 'text') return textFor(slot, assets);
  if (slot.type !== 'url') return 'has a type the test kit has no assets of';
  const url = assets['click_url'];
  return typeof url === 'string' ? { asset_type: 'url', url } : 'needs a click_url';
}

function imageFor({ width, height }: Slot, { images }: JsonObject): JsonObject | string {
  const all = objectsIn(images);
  const fits = (image: JsonObject) =>
    typeof image['url'] === 'string' &&
    (width === null || image['width'] === width) &&
    (height === null || image['height'] === height);
  const image = all.find(fits);
  if (image === undefined) return `needs an image of ${width ?? 'any'}x${height ?? 'any'}`;
  const kept = ['url', 'width', 'height', 'mime_type'].flatMap((key) =>
    image[key] === undefined ? [] : [[key, image[key]] as const],
  );
  return { asset_type: 'image', ...objectFrom(kept) };
}

/** Which texts a slot may be filled with goes by its whole id; nothing is guessed from parts of it. */
const textsBySlot: ReadonlyMap<string, string> = new Map([
  ['headline', 'headlines'],
  ['title', 'headlines'],
  ['description', 'descriptions'],
  ['body', 'descriptions'],
  ['body_text', 'descriptions'],
  ['primary_text', 'descriptions'],
  ['cta', 'cta'],
  ['cta_text', 'cta'],
  ['call_to_action', 'cta'],
]);

function textFor({ id }: Slot, { text }: JsonObject): JsonObject | string {
  const kind = textsBySlot.get(id.toLowerCase());
  if (kind === undefined) return `is none of the text slots ${[...textsBySlot.keys()].join(', ')}`;
  const texts = isObject(text) ? text[kind] : null;
  const list = listOf(texts);
  const content = list.find((item) => typeof item === 'string');
  return content === undefined ? `needs a text among ${kind}` : { asset_type: 'text', content };
}
