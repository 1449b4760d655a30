import type { JsonObject } from '../../model/json.ts';
import { closest } from '../../support/did-you-mean.ts';
import { isObject } from '../../support/json.ts';
import { conventionalCaptures } from '../language.ts';
import type { Place } from '../place.ts';
import { authoredValidations, mapsOf, spokenPart, textOf } from './authored.ts';
import type { AuthoredStepAt, LintRule, LintSubject } from './rule.ts';
import { textsIn } from './rule.ts';

/** Every name a step reads from the context was put there before, and every captured name is read. */
export const contextNames: LintRule = {
  ids: ['unbound-context', 'unused-capture'],
  summary: '$context names are captured before they are used, and used when they are captured.',

  check(subject) {
    const bound = new Set(rootNames(subject.document));
    const producers = producersOf(subject);
    const used = new Set(namesInConditions(subject.document));
    for (const at of subject.steps) {
      for (const use of usesOf(at)) {
        used.add(use.name);
        if (!bound.has(use.name) && !(use.afterCapture && capturedBy(at).includes(use.name))) {
          reportUnbound(use, { producers, bound });
        }
      }
      for (const name of capturedBy(at)) bound.add(name);
    }
    reportUnused(subject, used);
  },
};

interface Use {
  readonly name: string;
  readonly place: Place;
  /** Validations and what comes after them may use what the same step captures. */
  readonly afterCapture: boolean;
  /** False where the language goes on without the value. */
  readonly needed: boolean;
}

function rootNames(document: JsonObject): readonly string[] {
  return isObject(document['context']) ? Object.keys(document['context']) : [];
}

function producersOf({ steps }: LintSubject): ReadonlyMap<string, string> {
  const producers = new Map<string, string>();
  for (const at of steps) {
    for (const name of capturedBy(at)) producers.set(name, textOf(at.step['id']));
  }
  return producers;
}

function capturedBy({ step, task }: AuthoredStepAt): readonly string[] {
  const authored = mapsOf(step['context_outputs']).map(([entry]) => entry['name'] ?? entry['key']);
  return [
    ...authored.filter((name): name is string => typeof name === 'string'),
    ...(Object.hasOwn(conventionalCaptures, task) ? (conventionalCaptures[task] ?? []) : []),
  ];
}

function namesInConditions(document: JsonObject): readonly string[] {
  return mapsOf(document['phases']).flatMap(([phase]) =>
    [...textOf(phase['skip_if']).matchAll(/\bcontext\.(\w+)/g)].map(([, name = '']) => name),
  );
}

function usesOf(at: AuthoredStepAt): readonly Use[] {
  const { step, place } = at;
  const request = Object.fromEntries(spokenPart(step));
  const inputs = mapsOf(step['context_inputs']).map(([{ key }, index]) => ({
    name: textOf(key),
    place: place.child('context_inputs', index, 'key'),
    afterCapture: false,
    needed: false,
  }));
  return [
    ...tokens(request, place, false),
    ...inputs,
    ...authoredValidations(at).flatMap(usesInValidation),
  ];
}

function tokens(value: JsonObject, place: Place, afterCapture: boolean): readonly Use[] {
  return textsIn(value).flatMap(({ text, path }) =>
    [...text.matchAll(/\$context\.(\w+)/g)].map(([, name = '']) => ({
      name,
      place: place.child(...path),
      afterCapture,
      needed: true,
    })),
  );
}

function usesInValidation({
  validation,
  place,
}: {
  validation: JsonObject;
  place: Place;
}): readonly Use[] {
  const params = Object.fromEntries(spokenPart(validation));
  const { context_key: key, source } = validation;
  const path = isObject(source) && source['from'] === 'context' ? source['path'] : null;
  const root = typeof path === 'string' ? /^\w+/.exec(path)?.[0] : undefined;
  const named = [
    { name: key, at: place.child('context_key') },
    { name: root, at: place.child('source', 'path') },
  ];
  const uses = named.flatMap(({ name, at }) =>
    typeof name === 'string' ? [{ name, place: at, afterCapture: true, needed: false }] : [],
  );
  return [...tokens(params, place, true), ...uses];
}

interface Names {
  readonly producers: ReadonlyMap<string, string>;
  readonly bound: ReadonlySet<string>;
}

function reportUnbound({ name, place, needed }: Use, { producers, bound }: Names): void {
  const producer = producers.get(name);
  const meant = closest(name, bound);
  const message = producer
    ? `$context.${name} is used before step "${producer}" captures it`
    : `nothing captures $context.${name}`;
  const hint = meant
    ? `did you mean "$context.${meant}"?`
    : 'capture it in an earlier step with context_outputs, or declare it under context:';
  if (needed) place.error('unbound-context', message, hint);
  else place.warning('unbound-context', message, hint);
}

function reportUnused({ steps }: LintSubject, used: ReadonlySet<string>): void {
  for (const { step, place } of steps) {
    for (const [entry, index] of mapsOf(step['context_outputs'])) {
      const key = Object.hasOwn(entry, 'name') ? 'name' : 'key';
      const name = entry[key];
      if (typeof name !== 'string' || used.has(name)) continue;
      place
        .child('context_outputs', index, key)
        .warning(
          'unused-capture',
          `nothing uses $context.${name}`,
          'drop the capture, or check the captured value in a later step',
        );
    }
  }
}
