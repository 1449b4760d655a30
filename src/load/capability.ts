import type { Json } from '../model/json.ts';
import type { CapabilityPredicate } from '../model/storyboard.ts';
import { parsePath } from '../support/path.ts';
import { pathHint } from './issue.ts';
import type { Place } from './place.ts';
import type { AuthoredPredicate } from './schema.ts';

const matchers = ['equals', 'contains', 'not_contains', 'present'] as const;

/** Reads a capability predicate; exactly one matcher, or it is reported. */
export function capabilityOf(
  predicate: AuthoredPredicate,
  place: Place,
): CapabilityPredicate | null {
  const path = parsePath(predicate.path);
  if ('problem' in path) {
    place.child('path').error('unreadable-path', path.problem, pathHint);
    return null;
  }
  const given = matchers.filter((name) => Object.hasOwn(predicate, name));
  const [kind] = given;
  if (!kind || given.length > 1) {
    place.error(
      'capability-matcher',
      given.length === 0
        ? 'a capability predicate needs a matcher'
        : `a capability predicate has one matcher, not ${given.join(' and ')}`,
      `write one of ${matchers.join(', ')}`,
    );
    return null;
  }
  if (kind === 'present') {
    return { path: predicate.path, matcher: { kind, value: predicate.present ?? true } };
  }
  return { path: predicate.path, matcher: { kind, value: predicate[kind] as Json } };
}
