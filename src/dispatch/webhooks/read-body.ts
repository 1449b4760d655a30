import type { IncomingMessage } from 'node:http';

/** A whole body, or why there is none. */
export type ReadBody = Buffer | 'too_large' | 'hung_up';

/** Reads a request's body up to a number of bytes; of what is larger nothing more is read. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.resolve('too_large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      request.pause();
      resolve('too_large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    // What breaks off closes as well, and so says the same again.
    request.on('error', () => undefined);
    request.on('close', () => resolve('hung_up'));
  });
}
