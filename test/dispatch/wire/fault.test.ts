import { expect, test } from 'vitest';
import { excerpt, faultOf, hostAndPort } from '../../../src/dispatch/wire/fault.ts';

const url = new URL('https://agent.example/mcp');
const coded = (code: string, message = 'm') => Object.assign(new Error(message), { code });

test.each([
  { code: 'ECONNREFUSED', reason: 'refused' },
  { code: 'EHOSTUNREACH', reason: 'refused' },
  { code: 'ENOTFOUND', reason: 'dns' },
  { code: 'EAI_AGAIN', reason: 'dns' },
  { code: 'UND_ERR_CONNECT_TIMEOUT', reason: 'timed_out' },
  { code: 'ECONNRESET', reason: 'closed' },
  { code: 'UND_ERR_SOCKET', reason: 'closed' },
  { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', reason: 'closed' },
  { code: 'UND_ERR_HEADERS_OVERFLOW', reason: 'too_large' },
  { code: 'CERT_HAS_EXPIRED', reason: 'tls' },
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', reason: 'tls' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', reason: 'tls' },
  { code: 'ERR_SSL_WRONG_VERSION_NUMBER', reason: 'tls' },
  { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', reason: 'tls' },
  { code: 'ESOMETHINGELSE', reason: 'closed' },
])('$code is "$reason" and names host, port and code', ({ code, reason }) => {
  const found = faultOf(coded(code), url);
  expect(found).toMatchObject({ kind: 'fault', reason });
  expect(found.detail).toContain('agent.example:443');
  expect(found.detail).toMatch(new RegExp(`\\(${code}\\)\\.$`));
});

test('the first of several addresses stands for all', () => {
  const error = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
  expect(faultOf(error, url).detail).toBe(
    'agent.example:443 refused the connection (ECONNREFUSED).',
  );
});

test('something thrown that is no error is still a sentence', () => {
  expect(faultOf('odd', url).detail).toBe('The connection to agent.example:443 broke: odd.');
});

test.each([
  ['http://a.example/x', 'a.example:80'],
  ['https://a.example/x', 'a.example:443'],
  ['http://127.0.0.1:4000/', '127.0.0.1:4000'],
  ['http://[::1]:4000/', '[::1]:4000'],
])('%s is at %s', (text, host) => expect(hostAndPort(new URL(text))).toBe(host));

test.each([
  ['a\n\t b', '"a b"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['x'.repeat(200), `"${'x'.repeat(200)}"`],
  ['x '.repeat(150), `"${'x '.repeat(99)}x…"`],
  ['x'.repeat(201), '"…"'],
  [`${' '.repeat(3990)}token=sk-live-0123456789`, '"…"'],
])('an excerpt is one quoted line of 200 characters at most (%#)', (text, shown) =>
  expect(excerpt(text)).toBe(shown),
);
