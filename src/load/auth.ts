import type { Json } from '../model/json.ts';
import type { AuthDirective } from '../model/request.ts';
import type { Place } from './place.ts';
import { readMap } from './read-map.ts';
import { authoredAuth } from './schema-step.ts';

/** Whose credentials a step carries: `none`, a kit's, or freshly made wrong ones. A literal credential is an error. */
export function authOf(value: Json, place: Place): AuthDirective {
  if (value === null) return { kind: 'default' };
  if (value === 'none') return { kind: 'none' };
  if (typeof value === 'string') {
    place.error(
      'wrong-value',
      `"auth" must be none or a map, not "${value}"`,
      'write "auth: none" to send no credentials',
    );
    return { kind: 'default' };
  }
  const auth = readMap(authoredAuth, value, place);
  if (!auth) return { kind: 'default' };
  const basic = auth.type === 'basic';
  if (auth.value_strategy) return wrongCredential(auth.value_strategy, basic, place);
  if (auth.from_test_kit) {
    const path =
      auth.from_test_kit === true ? (basic ? 'auth.basic' : 'auth.api_key') : auth.from_test_kit;
    return { kind: 'test_kit', scheme: basic ? 'basic' : 'bearer', path };
  }
  reportNoSource(auth.value != null, place);
  return { kind: 'default' };
}

function wrongCredential(
  strategy: 'random_invalid' | 'random_invalid_jwt',
  basic: boolean,
  place: Place,
): AuthDirective {
  if (strategy === 'random_invalid_jwt' && basic) {
    place
      .child('value_strategy')
      .error(
        'wrong-value',
        'a basic credential cannot be a JWT',
        'write "value_strategy: random_invalid"',
      );
  }
  if (basic) return { kind: 'random_invalid', scheme: 'basic' };
  return { kind: 'random_invalid', scheme: strategy === 'random_invalid_jwt' ? 'jwt' : 'api_key' };
}

function reportNoSource(literal: boolean, place: Place): void {
  const hint = 'write "from_test_kit: true", or "value_strategy: random_invalid"';
  if (literal)
    place.child('value').error('auth-literal', 'a credential is written into the storyboard', hint);
  else place.error('auth-source', 'the credential comes from nowhere', hint);
}
