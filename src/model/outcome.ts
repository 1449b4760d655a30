import type { Answered } from './exchange.ts';
import type { Json, JsonPointer } from './json.ts';

/** The schema a result was judged by, so the reader can apply the same one. */
export interface SchemaRef {
  readonly id: string;
  readonly url: string;
}

/** What one check found. Data only: `report/describe.ts` turns it into a sentence. */
export type CheckOutcome =
  | { readonly status: 'passed'; readonly observations?: readonly string[] }
  | {
      readonly status: 'failed';
      /** Null where the fault is not at one place of the payload. */
      readonly pointer: JsonPointer | null;
      readonly expected: Json;
      readonly actual: Json;
      /** Why, where expected and actual do not say it, e.g. `the step has no HTTP answer`. */
      readonly note?: string;
      readonly schema?: SchemaRef;
      /** What the finding rests on, where that is not the step's own exchange. */
      readonly exchange?: Answered;
      readonly observations?: readonly string[];
    }
  | { readonly status: 'not_applicable'; readonly note: string };
