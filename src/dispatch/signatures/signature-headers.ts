import {
  isInnerList,
  parseDictionary,
  serializeInnerList,
  serializeItem,
  type Dictionary,
  type InnerList,
} from 'structured-headers';

/** The signature a message carries under one label. */
export interface CarriedSignature {
  /** The covered components, serialised: `"@method"`, `"content-digest"`. */
  readonly components: readonly string[];
  /** The value of `@signature-params`: components and parameters, serialised. */
  readonly input: string;
  readonly params: ReadonlyMap<string, unknown>;
  readonly bytes: Uint8Array;
}

/** The label signers use by convention; verifiers go by the name, not by the position. */
const label = 'sig1';

/** Reads the signature labelled `sig1`; a string says what is wrong with the headers. */
export function readSignature(
  signatureInput: string | undefined,
  signature: string | undefined,
): CarriedSignature | string {
  if (signatureInput === undefined) return 'there is a Signature header and no Signature-Input';
  if (signature === undefined) return 'there is a Signature-Input header and no Signature';
  const inputs = dictionary(signatureInput, 'Signature-Input');
  if (typeof inputs === 'string') return inputs;
  const bytes = binaryMember(signature, label, 'Signature');
  if (typeof bytes === 'string') return bytes;
  const input = inputs.get(label);
  if (input === undefined) return `Signature-Input has no member ${label}`;
  if (!isInnerList(input)) return `${label} of Signature-Input is no list of components`;
  return { ...described(input), bytes };
}

function described(input: InnerList) {
  const [components, params] = input;
  return {
    components: components.map((item) => serializeItem(item)),
    input: serializeInnerList(input),
    params,
  };
}

/** The bytes of one member of a dictionary header; a string says what is wrong with it. */
export function binaryMember(header: string, member: string, name: string): Uint8Array | string {
  const plain = standardBase64(header);
  if (plain === null) return `${name} mixes two base64 alphabets`;
  const members = dictionary(plain, name);
  if (typeof members === 'string') return members;
  const value: unknown = members.get(member)?.[0];
  return value instanceof ArrayBuffer ? new Uint8Array(value) : `${name} has no bytes at ${member}`;
}

function dictionary(header: string, name: string): Dictionary | string {
  try {
    return parseDictionary(header);
  } catch (error) {
    return `${name} is no structured field: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The profile writes bytes in base64url without padding, RFC 9421 in base64; one value never in both. */
function standardBase64(header: string): string | null {
  const mixed = [...header.matchAll(bytesInHeader)].some(
    ([, text = '']) => /[-_]/.test(text) && /[+/]/.test(text),
  );
  if (mixed) return null;
  return header.replaceAll(bytesInHeader, (_, text: string) => {
    const bare = text.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
    return `:${bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')}:`;
  });
}

const bytesInHeader = /:([A-Za-z0-9+/_=-]*):/g;
