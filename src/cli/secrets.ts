import type { Json } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import type { Secret } from '../support/secret-forms.ts';
import type { PreparedRun } from './prepare-run.ts';

/** What no report, no line and no log of this run may show: its tokens and the credentials of its test kits. */
export function secretsOf(
  { suite, tokens }: Pick<PreparedRun, 'suite' | 'tokens'>,
  agentToken: string | null,
): readonly Secret[] {
  const kits = new Set(suite.storyboards.flatMap(({ testKit }) => testKit ?? []));
  return [
    ...(tokens.shared === null ? [] : [{ name: 'the token of the run', value: tokens.shared }]),
    ...[...tokens.own].map(([agent, value]) => ({ name: `the token of agent ${agent}`, value })),
    ...(agentToken === null ? [] : [{ name: "the embedded agent's token", value: agentToken }]),
    ...[...kits].flatMap(({ id, document }) =>
      credentialsIn(document['auth']).map((value) => ({
        name: `a credential of test kit ${id}`,
        value,
      })),
    ),
  ];
}

/** Every string of a kit's `auth` but user names and the name of the task it probes. */
function credentialsIn(auth: Json | undefined): readonly string[] {
  if (!isObject(auth)) return [];
  return Object.entries(auth).flatMap(([key, value]) => {
    if (isObject(value)) return credentialsIn(value);
    return typeof value === 'string' && !['probe_task', 'username'].includes(key) ? [value] : [];
  });
}
