import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Json } from '../model/json.ts';

/** Says whether a value has a format of draft-07, as the engine does; formats nobody knows are passed over. */
export function hasFormat(name: string, value: Json): boolean {
  const found: unknown = Object.hasOwn(fullFormats, name)
    ? fullFormats[name as keyof typeof fullFormats]
    : true;
  if (found === true) return true;
  const { type = 'string', validate = found } = found as { type?: string; validate?: unknown };
  if (typeof value !== type || isPlainAddress(name, value)) return true;
  return validate instanceof RegExp
    ? validate.test(value as string)
    : (validate as (value: Json) => boolean)(value);
}

/** A web address with nothing but a path, or the text of a `data:` URI. */
const plainAddress =
  /^(?:https?:\/\/[\w.-]+(?::\d+)?(?=\/|$)|data:(?=\w))(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i;

/** The engine's whole grammar of URIs takes milliseconds to get ready, and accepts every plain one. */
function isPlainAddress(format: string, value: Json): boolean {
  return format === 'uri' && typeof value === 'string' && plainAddress.test(value);
}
