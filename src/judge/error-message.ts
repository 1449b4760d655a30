import type { Extraction } from '../model/exchange.ts';
import type { JsonPointer } from '../model/json.ts';
import { valueAtPointer } from '../support/json.ts';

/** What an error answer says in words, or the shortest account of it that can be given. */
export function errorMessage({ payload, note }: Extraction): string {
  if (typeof payload === 'string' && payload !== '') return payload;
  for (const place of messagePlaces) {
    const message = valueAtPointer(payload, place);
    if (typeof message === 'string' && message !== '') return message;
  }
  return note ?? 'the answer reports an error without a message';
}

const messagePlaces: readonly JsonPointer[] = [
  '/adcp_error/message',
  '/error/data/adcp_error/message',
  '/data/adcp_error/message',
  '/errors/0/message',
  '/error/message',
  '/error',
  '/message',
];
