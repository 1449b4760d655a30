import type { Json, JsonObject } from '../model/json.ts';
import type { RunOptions } from '../run/run.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import { readFile } from './read-file.ts';

type WebhookOptions = NonNullable<RunOptions['webhooks']>;

/** How the run takes webhooks; null with `--no-webhooks`. */
export function webhookOptionsOf(flags: RunFlags, io: Io): WebhookOptions | null {
  checkTogether(flags);
  const { webhooks, webhookUrl, webhookPort, webhookJwks } = flags;
  if (!webhooks) return null;
  return {
    port: webhookPort ?? 0,
    publicUrl: webhookUrl?.replace(/\/+$/, '') ?? null,
    keys: webhookJwks === undefined ? null : givenKeys(webhookJwks, io),
  };
}

function checkTogether({ webhooks, webhookUrl, webhookPort, webhookJwks }: RunFlags): void {
  const given = [webhookUrl, webhookPort, webhookJwks].some((flag) => flag !== undefined);
  if (!webhooks && given)
    throw new UsageError('--no-webhooks takes none; leave it out, or the other --webhook flags.');
  if (webhookUrl !== undefined && webhookPort === undefined)
    throw new UsageError(
      `--webhook-url ${webhookUrl}: give --webhook-port too, the port of 127.0.0.1 that it leads to.`,
    );
}

function givenKeys(place: string, io: Io): WebhookOptions['keys'] {
  if (/^https?:\/\//.test(place)) return { kind: 'url', url: place };
  const document = parse(readFile('--webhook-jwks', place, io.cwd), place);
  const keys = isObject(document) ? document['keys'] : undefined;
  if (!Array.isArray(keys))
    throw new UsageError(`--webhook-jwks ${place}: wants a key set, {"keys": [...]}.`);
  return {
    kind: 'keys',
    keys: (keys as readonly Json[]).filter((key): key is JsonObject => isObject(key)),
  };
}

function parse(text: string, place: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new UsageError(`--webhook-jwks ${place}: wants JSON, and this is none.`);
  }
}
