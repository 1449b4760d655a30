import type { Extraction } from '../model/exchange.ts';
import type { JsonPointer } from '../model/json.ts';
import { valueAtPointer } from '../support/json.ts';

/** A code an error answer carries, and where. */
export interface FoundCode {
  readonly code: string;
  /** The empty pointer for a code that leads a bare text. */
  readonly pointer: JsonPointer;
}

/** Every error code of an answer, the canonical one first; none where the answer reports success. */
export function errorCodes({ outcome, payload }: Extraction): readonly FoundCode[] {
  if (outcome !== 'error') return [];
  const coded = codePlaces.flatMap((pointer) => asCode(valueAtPointer(payload, pointer), pointer));
  const texts = textPlaces.flatMap((pointer) => leading(valueAtPointer(payload, pointer), pointer));
  return [...coded, ...texts];
}

/** In order of authority: the AdCP envelope, JSON-RPC error data, payload errors, then what agents make up. */
const codePlaces: readonly JsonPointer[] = [
  '/adcp_error/code',
  '/error/data/adcp_error/code',
  '/data/adcp_error/code',
  '/error/adcp_error/code',
  '/errors/0/code',
  '/error/code',
  '/error_code',
  '/code',
];

const textPlaces: readonly JsonPointer[] = ['', '/error', '/error/message', '/message'];

// Numbers are no AdCP codes: JSON-RPC puts its own in `error.code`.
function asCode(value: unknown, pointer: JsonPointer): readonly FoundCode[] {
  return typeof value === 'string' && value !== '' ? [{ code: value, pointer }] : [];
}

/** `CODE: message`, or the code alone as controllers answer it. */
function leading(value: unknown, pointer: JsonPointer): readonly FoundCode[] {
  const code =
    typeof value === 'string' ? /^([A-Z][A-Z0-9_]{2,63})(?::\s|$)/.exec(value)?.[1] : undefined;
  return code === undefined ? [] : [{ code, pointer }];
}
