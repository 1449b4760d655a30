import { isUtf8 } from 'node:buffer';

/** Decodes one chunk after the other, and what is left over where there is no chunk; throws for what is not UTF-8. */
export type Utf8Decoder = (chunk?: Uint8Array) => string;

/** A decoder of one text; a byte order mark at its start is left out. */
export function utf8Decoder(): Utf8Decoder {
  let strict: InstanceType<typeof TextDecoder> | null = null;
  let isStart = true;
  return (chunk) => {
    const wasStart = isStart;
    isStart = false;
    if (chunk === undefined) return strict?.decode() ?? '';
    // Most bodies come whole, and a strict decoder takes longer to make than to use.
    if (strict === null && isUtf8(chunk)) return textOf(chunk, wasStart);
    strict ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: !wasStart });
    return strict.decode(chunk, { stream: true });
  };
}

function textOf({ buffer, byteOffset, length }: Uint8Array, isStart: boolean): string {
  const text = Buffer.from(buffer, byteOffset, length).toString('utf8');
  return isStart && text.startsWith('\uFEFF') ? text.slice(1) : text;
}
