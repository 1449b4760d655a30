import type { Json } from '../model/json.ts';
import type { CapturedValue } from '../model/step-result.ts';
import { isUsable } from './capture.ts';
import { fieldAt } from './field.ts';

/**
 * What published storyboards use without capturing it, because their authors' runner captured it unasked.
 * Anything authored or set by the user goes before these.
 */
const conventions: readonly Convention[] = [
  { task: 'create_media_buy', name: 'media_buy_id', path: 'media_buy_id' },
  { task: 'create_content_standards', name: 'content_standards_id', path: 'standards_id' },
  { task: 'get_products', name: 'products', path: 'products' },
  { task: 'get_products', name: 'proposal_id', path: 'proposals[0].proposal_id' },
];

interface Convention {
  readonly task: string;
  readonly name: string;
  readonly path: string;
}

/** The tasks whose answers give a name its value without anybody saying so; usually none. */
export function conventionalProducers(name: string): readonly string[] {
  return conventions.filter((convention) => convention.name === name).map(({ task }) => task);
}

/** The conventional captures of a passed step; what its answer lacks is left out. */
export function conventionalCaptures(task: string, payload: Json): readonly CapturedValue[] {
  return conventions
    .filter((convention) => convention.task === task)
    .flatMap(({ name, path }) => {
      const { pointer: from, value } = fieldAt(payload, path);
      return isUsable(value) ? [{ name, value, provenance: 'convention' as const, from }] : [];
    });
}
