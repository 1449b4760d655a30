import * as z from 'zod';
import { UsageError } from '../support/errors.ts';

const domain = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i,
    'wants a domain such as brand.example',
  );

const seconds = z.coerce
  .number({ error: 'wants a number of seconds' })
  .positive('wants a number of seconds above 0');

const agentUrl = z.url({
  protocol: /^https?$/,
  error: 'wants an http(s) URL such as http://127.0.0.1:4100/mcp',
});

const endpoint = z
  .url({ protocol: /^https?$/, error: 'wants an http(s) URL such as https://hooks.example/in' })
  .optional();

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
  webhookUrl: z
    .url({ protocol: /^https$/, error: 'wants a public https URL such as https://hooks.example' })
    .optional(),
  webhookPort: z.coerce
    .number({ error: 'wants a port' })
    .int('wants a port')
    .min(0, 'wants a port')
    .max(65_535, 'wants a port up to 65535')
    .optional(),
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
  const name = String(issue?.path[0] ?? '');
  const given: unknown = (flags as Record<string, unknown>)[name];
  throw new UsageError(
    `${flagName(name)} ${String(given)}: ${issue?.message ?? 'cannot be read'}.`,
  );
}

/** `authEnv` is typed `--auth-env`. */
export function flagName(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
