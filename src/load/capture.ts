import type { Json } from '../model/json.ts';
import type { Capture } from '../model/storyboard.ts';
import { everyElement, parsePath } from '../support/path.ts';
import { pathHint } from './issue.ts';
import type { Place } from './place.ts';
import { readMap } from './read-map.ts';
import { authoredCapture } from './schema-step.ts';

const completionPrefix = 'task_completion.';

/** Reads `context_outputs`; each entry has a name and exactly one of `path` and `generate`. */
export function capturesOf(items: readonly Json[], place: Place): readonly Capture[] {
  return items
    .map((item, index) => captureOf(item, place.child(index)))
    .filter((capture) => capture !== null);
}

function captureOf(item: Json, place: Place): Capture | null {
  const authored = readMap(authoredCapture, item, place);
  if (!authored) return null;
  const name = nameOf(authored.name ?? null, authored.key ?? null, place);
  const path = authored.path ?? null;
  const generator = authored.generate ?? null;
  reportSource(path, generator, place);
  if (name === null || (path === null) === (generator === null)) return null;
  if (generator !== null) return { kind: 'generate', name, generator, at: place.range() };
  return pathCapture(name, path ?? '', place);
}

function reportSource(path: string | null, generator: string | null, place: Place): void {
  if ((path === null) !== (generator === null)) return;
  const message = path === null ? 'has no source' : 'has both a path and a generator';
  place.error('capture-source', `the capture ${message}`, 'write one of path, generate');
}

function nameOf(name: string | null, key: string | null, place: Place): string | null {
  const found = name ?? key;
  if (found === null) {
    place.error('missing-key', '"name" is missing', 'name the value, e.g. "name: media_buy_id"');
    return null;
  }
  if (name !== null && key !== null && name !== key) {
    place
      .child('key')
      .error('capture-name', `the capture is called both "${name}" and "${key}"`, 'keep "name"');
  }
  if (!/^\w+$/.test(found)) {
    const at = place.child(name === null ? 'key' : 'name');
    at.error(
      'capture-name',
      `"${found}" cannot be referred to as $context.${found}`,
      'use letters, digits and _',
    );
  }
  return found;
}

function pathCapture(name: string, authored: string, place: Place): Capture | null {
  const fromTaskCompletion = authored.startsWith(completionPrefix);
  const path = fromTaskCompletion ? authored.slice(completionPrefix.length) : authored;
  const segments = parsePath(path);
  if ('problem' in segments) {
    place.child('path').error('unreadable-path', segments.problem, pathHint);
    return null;
  }
  if (segments.includes(everyElement)) {
    place
      .child('path')
      .error(
        'wildcard-path',
        'a capture is one value, so its path has no [*]',
        'name one element, e.g. [0]',
      );
    return null;
  }
  return { kind: 'path', name, path, fromTaskCompletion, at: place.range() };
}
