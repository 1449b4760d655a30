import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Transform } from 'node:stream';
import { fault, type Fault } from './fault.ts';
import { utf8Decoder } from './utf8.ts';

/** Takes the bytes of one body as they come in. */
export interface BodyDecoder {
  write(chunk: Uint8Array): void;
  end(): void;
  /** Frees what the decoder holds when the body is given up. */
  drop(): void;
}

/** What a decoder reports to, exactly one of `onEnd` and `onFault` last. */
interface BodyListener {
  onText(text: string): void;
  onEnd(): void;
  onFault(fault: Fault): void;
}

/** What a body may be: its declared encoding and its largest size after decoding. */
interface BodyRules {
  readonly contentEncoding: string;
  readonly maxBytes: number;
}

/** Turns bytes into text: decompresses, counts against the limit, insists on UTF-8. */
export function decodeBody(rules: BodyRules, listener: BodyListener): BodyDecoder {
  const text = utf8(rules.maxBytes, listener);
  const encoding = rules.contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return { ...text, drop: () => undefined };
  const open = decompressors[encoding];
  if (open) return decompress(open(), { encoding, text, listener });
  listener.onFault(
    fault('protocol', `The body is encoded as "${encoding}"; gzip, deflate and br were accepted.`),
  );
  return { write: () => undefined, end: () => undefined, drop: () => undefined };
}

const decompressors: Readonly<Partial<Record<string, () => Transform>>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
};

interface TextDecoding {
  write(chunk: Uint8Array): void;
  end(): void;
}

function decompress(
  stream: Transform,
  to: {
    readonly encoding: string;
    readonly text: TextDecoding;
    readonly listener: BodyListener;
  },
): BodyDecoder {
  let received = 0;
  stream.on('data', (chunk: Buffer) => to.text.write(chunk));
  stream.on('end', () => to.text.end());
  stream.on('error', (error) =>
    to.listener.onFault(
      fault('protocol', `The body is announced as ${to.encoding} and is not: ${error.message}.`),
    ),
  );
  return {
    write: (chunk) => {
      received += chunk.length;
      stream.write(chunk);
    },
    // An answer without a body may still announce an encoding.
    end: () => (received === 0 ? to.text.end() : stream.end()),
    drop: () => stream.destroy(),
  };
}

function utf8(maxBytes: number, listener: BodyListener): TextDecoding {
  const decode = utf8Decoder();
  let decoded = 0;
  let over = false;
  const give = (chunk?: Uint8Array): boolean => {
    try {
      const text = decode(chunk);
      if (text !== '') listener.onText(text);
      return true;
    } catch {
      stop(`The body is not UTF-8 text (within its first ${decoded} bytes).`, 'protocol');
      return false;
    }
  };
  const stop = (detail: string, reason: 'protocol' | 'too_large') => {
    over = true;
    listener.onFault(fault(reason, detail));
  };
  return {
    write(chunk) {
      if (over) return;
      decoded += chunk.length;
      if (decoded > maxBytes)
        stop(`The body is larger than the ${maxBytes} bytes accepted.`, 'too_large');
      else give(chunk);
    },
    end() {
      if (!over && give()) listener.onEnd();
    },
  };
}
