import type { Credential } from '../../model/request.ts';

/** The `Authorization` header of a credential, or null for none. `run` stands in for `default`. */
export function authorization(credential: Credential, run: Credential): string | null {
  const actual = credential.kind === 'default' ? run : credential;
  switch (actual.kind) {
    case 'bearer':
      return `Bearer ${actual.token}`;
    case 'basic': {
      const pair = `${actual.username}:${actual.password}`;
      return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
    }
    case 'none':
    case 'default':
      return null;
  }
}
