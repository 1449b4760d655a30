import { distance } from 'fastest-levenshtein';
import type { Json } from '../../model/json.ts';
import type { TestKit } from '../../model/storyboard.ts';
import { closest } from '../../support/did-you-mean.ts';
import { isObject } from '../../support/json.ts';
import { valueAt } from '../../support/path.ts';
import type { Place } from '../place.ts';
import { authoredValidations, spokenPart, textOf } from './authored.ts';
import type { AuthoredStepAt, LintRule } from './rule.ts';
import { textsIn } from './rule.ts';

/** What is spelt almost like a token goes out as the text it is; a token without a value stops its step. */
export const tokens: LintRule = {
  ids: ['unknown-token', 'unknown-kit-path'],
  summary: 'Tokens are ones of the language, and the test kit has what they read.',

  check({ steps, kit }) {
    for (const { text, place } of steps.flatMap(textsOf)) {
      reportMisspelt(text, place);
      reportGenerator(text, place);
      if (text.startsWith('$test_kit.')) reportKitPath(text, place, kit);
    }
    for (const { text, place } of steps.flatMap(kitCredential)) reportKitPath(text, place, kit);
  },
};

interface Text {
  readonly text: string;
  readonly place: Place;
}

function textsOf(at: AuthoredStepAt): readonly Text[] {
  const request = spokenPart(at.step).filter(([key]) => !mayBeAbsent(key, at));
  const own = request.map(([key, value]) => ({ value, place: at.place.child(key) }));
  const checked = authoredValidations(at).flatMap(({ validation, place }) =>
    spokenPart(validation).map(([key, value]) => ({ value, place: place.child(key) })),
  );
  return [...own, ...checked].flatMap(({ value, place }) =>
    textsIn(value).map(({ text, path }) => ({ text, place: place.child(...path) })),
  );
}

/** What `from_test_kit` reads; a phase that asks the kit for it first goes on without it. */
function kitCredential({ step, place, phase }: AuthoredStepAt): readonly Text[] {
  const auth = isObject(step['auth']) ? step['auth'] : {};
  const { from_test_kit: from, type } = auth;
  const path = from === true ? (type === 'basic' ? 'auth.basic' : 'auth.api_key') : textOf(from);
  if (path === '' || textOf(phase['skip_if']).includes(`test_kit.${path}`)) return [];
  return [{ text: `$test_kit.${path}`, place: place.child('auth', 'from_test_kit') }];
}

/** A kit without schemas leaves the step unvalidated, and one without the task leaves it to the default. */
function mayBeAbsent(key: string, { step }: AuthoredStepAt): boolean {
  return /schema_ref$/.test(key) || (key === 'task' && typeof step['task_default'] === 'string');
}

const starts = ['$context.', '$generate:', '$test_kit.', '$agent_url'];

function reportMisspelt(text: string, place: Place): void {
  const start = /^\$\w+(?:[.:]|$)/.exec(text)?.[0];
  if (start === undefined || starts.includes(start)) return;
  const meant = closest(start, starts);
  if (meant === null || distance(start, meant) > 2) return;
  const instead = `${meant}${text.slice(start.length)}`;
  place.error(
    'unknown-token',
    `"${text}" is no token, so it is sent as it stands`,
    `did you mean "${instead}"?`,
  );
}

function reportGenerator(text: string, place: Place): void {
  const [, generator = '', alias = ''] = /^\$generate:([^#]*)(#.*)?$/s.exec(text) ?? [];
  const known = ['uuid_v4', 'opaque_id'];
  if (!text.startsWith('$generate:') || (known.includes(generator) && alias !== '#')) return;
  place.error(
    'unknown-token',
    `"${text}" generates nothing`,
    `write $generate:${closest(generator, known) ?? known[0] ?? ''}#name`,
  );
}

function reportKitPath(text: string, place: Place, kit: TestKit | null): void {
  const path = text.slice('$test_kit.'.length);
  if (kit === null) {
    const message = `"${text}" reads a test kit, and the storyboard has none`;
    place.warning('unknown-kit-path', message, 'name one: "prerequisites: { test_kit: … }"');
    return;
  }
  if (valueAt(kit.document, path) !== undefined) return;
  const meant = closest(path, pathsIn(kit.document));
  place.warning(
    'unknown-kit-path',
    `the test kit ${kit.id} has nothing at "${path}"`,
    meant === null ? 'add it to the kit' : `did you mean "$test_kit.${meant}"?`,
  );
}

/** Every path below a map that needs no index. */
function pathsIn(value: Json | undefined): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    key,
    ...pathsIn(item).map((path) => `${key}.${path}`),
  ]);
}
