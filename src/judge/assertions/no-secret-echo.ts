import type { Json, JsonPointer } from '../../model/json.ts';
import { isObject, pointerTo } from '../../support/json.ts';
import type { Assertion, AssertionFinding, HeardAnswer } from '../assertion.ts';
import { fault, heardAnswers } from '../assertion.ts';

/** No answer carries a credential of the run, anything that looks like a bearer token, or a field named for one. */
export const noSecretEcho: Assertion = {
  id: 'context.no_secret_echo',
  summary: 'No answer repeats a credential.',
  byDefault: true,
  judge({ steps, secrets }) {
    const hunted = secrets.filter((secret) => secret.length >= shortestSecret);
    return heardAnswers(steps).flatMap((answer) => echoIn(answer, hunted));
  },
};

/** Shorter strings turn up in answers by chance. */
const shortestSecret = 16;

// Long, or with a digit in it: "bearer authentication" is prose.
const bearerToken = /\bbearer\s+(?=[\w.~+/=-]{16}|[a-z._~+/=-]*\d)[\w.~+/=-]{10,}/i;

const credentialNames = new Set(['authorization', 'api_key', 'apikey', 'bearer', 'x-api-key']);

function echoIn(answer: HeardAnswer, secrets: readonly string[]): readonly AssertionFinding[] {
  const { step, extraction, exchange, where } = answer;
  // The payload first, because it is what pointers of a report refer to; the raw answer may hold more.
  const inPayload = extraction && findEcho(extraction.payload, secrets);
  if (inPayload && where === '') return [fault(step, inPayload.pointer, { note: inPayload.note })];
  const echo = inPayload ?? findEcho(exchange.response.body, secrets);
  const place = where === '' ? 'outside the payload, ' : `${where}: `;
  return echo ? [fault(step, null, { note: `${place}${echo.note}` })] : [];
}

/** What is repeated, never the secret itself. */
interface Echo {
  readonly pointer: JsonPointer;
  readonly note: string;
}

function findEcho(value: Json, secrets: readonly string[]): Echo | null {
  return mayEcho(JSON.stringify(value), secrets) ? echoBelow(value, secrets, '') : null;
}

const suspicious = new RegExp([...credentialNames].join('|'), 'i');

/** Most answers hold nothing that could be an echo, which their text says at once. */
function mayEcho(text: string, secrets: readonly string[]): boolean {
  return (
    suspicious.test(text) ||
    secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))
  );
}

function echoBelow(value: Json, secrets: readonly string[], pointer: JsonPointer): Echo | null {
  if (typeof value === 'string') return echoInText(value, secrets, pointer);
  if (Array.isArray(value)) {
    return firstEcho(value.entries(), (item: Json, index) =>
      echoBelow(item, secrets, pointerTo(pointer, index)),
    );
  }
  if (!isObject(value)) return null;
  return firstEcho(Object.entries(value), (item, name) => {
    const at = pointerTo(pointer, name);
    if (item !== null && credentialNames.has(name.toLowerCase())) {
      return { pointer: at, note: `a field is named "${name}"` };
    }
    return echoBelow(item, secrets, at);
  });
}

function echoInText(text: string, secrets: readonly string[], pointer: JsonPointer): Echo | null {
  if (secrets.some((secret) => text.includes(secret))) {
    return { pointer, note: 'the answer repeats a credential of this run' };
  }
  return bearerToken.test(text) ? { pointer, note: 'the answer contains a bearer token' } : null;
}

function firstEcho<Key extends string | number>(
  entries: Iterable<readonly [Key, Json]>,
  look: (item: Json, key: Key) => Echo | null,
): Echo | null {
  for (const [key, item] of entries) {
    const echo = look(item, key);
    if (echo) return echo;
  }
  return null;
}
