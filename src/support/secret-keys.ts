/** Keys whose values are secrets (runner output contract, security rules), without `-` and `_`, in lower case. */
const secretKeys = new Set([
  'authorization',
  'proxyauthorization',
  'credential',
  'credentials',
  'token',
  'apikey',
  'xapikey',
  'xadcpauth',
  'password',
  'secret',
  'clientsecret',
  'refreshtoken',
  'accesstoken',
  'bearer',
  'sessiontoken',
  'offeringtoken',
  'cookie',
  'setcookie',
]);

/** True for a key whose value is a secret: the whole key, in any case, with `-`, `_` or nothing between its words. */
export function isSecretKey(key: string): boolean {
  return secretKeys.has(key.toLowerCase().replace(/[-_]/g, ''));
}

/** Finds a secret key inside JSON text, quickly; what it finds still has to be parsed. */
export const secretKeyInText = new RegExp(
  `"(?:${[...secretKeys].map((key) => key.split('').join('[-_]?')).join('|')})\\\\*"`,
  'i',
);

/** Response headers that may be reported (runner output contract); all others are dropped. */
export const reportableHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'www-authenticate',
  'location',
  'retry-after',
  'x-request-id',
  'x-correlation-id',
]);
