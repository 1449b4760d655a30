/** A secret and what to call it without saying it, e.g. `--auth`. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Shorter secrets would blank ordinary words. */
export const shortestSecret = 4;

/** A pattern that finds every form of the secrets, longest first; null where there is nothing to find. */
export function patternOf(secrets: readonly Secret[]): RegExp | null {
  const forms = new Set(
    secrets
      .filter(({ value }) => value.length >= shortestSecret)
      .flatMap(({ value }) => formsOf(value)),
  );
  if (forms.size === 0) return null;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(longestFirst.map(escaped).join('|'), 'g');
}

/** The secret as it stands in text, in JSON, in URLs, and in base64 alone or inside something longer. */
function formsOf(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(secret);
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inUrl.replaceAll('%20', '+'),
    ...base64FormsOf(secret),
  ];
}

function base64FormsOf(secret: string): readonly string[] {
  const whole = Buffer.from(secret, 'utf8').toString('base64');
  const standard = [
    whole,
    whole.replace(/=+$/, ''),
    ...[0, 1, 2].map((lead) => embedded(secret, lead)),
  ]
    // Fewer characters would be found by chance.
    .filter((form) => form.length >= 6);
  return standard.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The base64 characters that only the secret decides, when `lead` bytes (modulo 3) stand before it. */
function embedded(secret: string, lead: number): string {
  const bytes = Buffer.from(secret, 'utf8');
  const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const skipped = [0, 2, 3][lead] ?? 0;
  const whole = Math.floor(((lead + bytes.length) * 8) / 6);
  return encoded.slice(skipped, whole);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
