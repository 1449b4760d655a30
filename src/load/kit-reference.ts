import type { Json } from '../model/json.ts';
import type { TestKit } from '../model/storyboard.ts';
import { valueAt } from '../support/path.ts';

const prefix = '$test_kit.';

/** The text itself, or the text a `$test_kit.<path>` names; null where the kit has none there. */
export function kitReference(text: string | null, kit: TestKit | null): string | null {
  if (text?.startsWith(prefix) !== true) return text;
  const value: Json | undefined = kit
    ? valueAt(kit.document, text.slice(prefix.length))
    : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}
