import * as z from 'zod';
import { UsageError } from '../support/errors.ts';

/** In lower case, which is how AdCP writes domains. */
const domain = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    'wants a domain such as brand.example',
  );

const seconds = z
  .string()
  .regex(/^-?\d*\.?\d+$/, 'wants a number of seconds')
  .transform(Number)
  .pipe(
    z
      .number()
      .positive('wants a number of seconds above 0')
      // The most milliseconds a timer takes.
      .max(2_147_483, 'wants at most 2147483 seconds, which is 24 days'),
  );

/** A port to listen at; 0 for a free one. */
export const port = z
  .string()
  .regex(/^\d+$/, 'wants a port')
  .transform(Number)
  .pipe(z.number().max(65_535, 'wants a port up to 65535'))
  .optional();

/** A URL that holds no credential: none would be sent, and the URL stands in every report. */
function urlOf(example: string, protocol = /^https?$/) {
  return z
    .url({ protocol, error: `wants ${example}`, abort: true })
    .refine((text) => new URL(text).username + new URL(text).password === '', {
      error: 'wants no user name or password; give a token with --auth-env VAR',
    });
}

const agentUrl = urlOf('an http(s) URL such as http://127.0.0.1:4100/mcp');

const endpoint = urlOf('an http(s) URL such as https://hooks.example/in').optional();

const list = z.array(z.string()).default([]);

/** The flags of `storyboard run`; every default lives here. */
export const runFlags = z.object({
  agent: agentUrl.optional(),
  /** By name, where the user gave names; `agent` is then the one that stands for the target. */
  agents: z.record(z.string(), agentUrl).default({}),
  defaultAgent: z.string().optional(),
  protocol: z.enum(['mcp', 'a2a', 'auto'], { error: 'wants mcp, a2a or auto' }).optional(),
  auth: list,
  authEnv: list,
  target: z.string().optional(),
  tenant: list,
  storyboard: list,
  suite: z.string().optional(),
  schemas: z.string().optional(),
  kit: z.string().optional(),
  suiteDate: z.iso.date('wants a day such as 2026-05-03').optional(),
  context: z.array(z.string().regex(/^[A-Za-z0-9_]+=/, 'wants NAME=VALUE')).default([]),
  brand: domain.optional(),
  operator: domain.optional(),
  adcpVersion: z
    .string()
    .regex(/^\d+\.\d+(-[a-z0-9.]+)?$/, 'wants a release such as 3.1 or 3.1-beta')
    .optional(),
  select: z.enum(['all', 'capabilities'], 'wants all or capabilities').default('all'),
  filter: z.string().optional(),
  track: z.string().optional(),
  floors: z.string().optional(),
  base: z.string().optional(),
  report: list,
  verbatim: z.boolean().default(false),
  live: z.boolean().default(false),
  allowRateLimitTrip: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  wait: seconds.optional(),
  timeout: seconds.default(30),
  budget: seconds.optional(),
  receiverUrl: endpoint,
  publisherContextUrl: endpoint,
  publisherIdentityUrl: endpoint,
  brandJsonUrl: endpoint,
  webhooks: z.boolean().default(true),
  webhookUrl: urlOf('a public https URL such as https://hooks.example', /^https$/).optional(),
  webhookPort: port,
  webhookJwks: z.string().optional(),
  bail: z.boolean().default(false),
  verbose: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
});

/** What `storyboard run` was asked for. */
export type RunFlags = z.output<typeof runFlags>;

/** Reads flags, or says which one wants what. */
export function readFlags<T extends z.ZodType>(schema: T, flags: unknown): z.output<T> {
  const read = schema.safeParse(flags);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const [option = '', key] = (issue?.path ?? []).map(String);
  const given = (flags as Record<string, unknown>)[option];
  throw new UsageError(`${typed(option, key, given)}: ${issue?.message ?? 'cannot be read'}.`);
}

/** One of several values as it was typed: `--agent sales=URL`, `--context novalue`. */
function typed(option: string, key: string | undefined, given: unknown): string {
  if (key === undefined) return `${flagName(option)} ${String(given)}`;
  const value = String((given as Record<string, unknown>)[key]);
  return option === 'agents' ? `--agent ${key}=${value}` : `${flagName(option)} ${value}`;
}

/** `authEnv` is typed `--auth-env`. */
export function flagName(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
