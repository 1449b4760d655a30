/** The 16 bytes of a fresh UUID as a nonce, in base64url. */
export function nonceFrom(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}
