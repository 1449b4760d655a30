import type { output, ZodObject } from 'zod';
import type { Evidence, EvidenceByNeed, Need } from '../model/evidence.ts';
import type { JsonObject } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { CheckSignature } from '../model/storyboard.ts';
import { failed } from './outcome.ts';
import { problemsIn } from './param-problems.ts';

/** A check as its author writes it: what it is called, what it looks at, what its parameters are, what it decides. */
export interface CheckDefinition<Shape extends ZodObject, N extends Need> {
  readonly kind: string;
  readonly summary: string;
  readonly needs: N;
  /** Only describes and refuses: parameters reach `judge` as they were authored. */
  readonly params: Shape;
  judge(params: output<Shape>, evidence: EvidenceByNeed[N]): CheckOutcome;
}

/** What the registry holds: the type of the parameters is erased. */
export interface Check extends CheckSignature {
  readonly summary: string;
  readonly needs: Need;
  /** Judges parameters that `problemsOf` accepted; never throws. */
  judge(params: JsonObject, evidence: Evidence): CheckOutcome;
}

/** Makes a check out of its definition; evidence it needs and does not get fails it. */
export function defineCheck<Shape extends ZodObject, N extends Need>(
  definition: CheckDefinition<Shape, N>,
): Check {
  const { kind, summary, needs, params: schema } = definition;
  return {
    kind,
    summary,
    needs,
    keys: Object.keys(schema.shape),
    problemsOf: (params) => problemsIn(kind, params, schema),
    judge(params, evidence) {
      try {
        const found = evidenceFor(needs, evidence);
        // The loader validated the parameters against this very schema, which transforms nothing.
        return found === null ? lacking(needs) : definition.judge(params as output<Shape>, found);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return failed({ note: `the check could not decide: ${detail}` });
      }
    },
  };
}

const wanted: Readonly<Record<Need, string>> = {
  payload: 'an AdCP payload',
  http: 'an HTTP answer',
  exchange: 'an answer',
  run: 'a run',
};

function lacking(need: Need): CheckOutcome {
  return failed({ expected: wanted[need], note: `needs ${wanted[need]}; this step has none` });
}

function evidenceFor<N extends Need>(need: N, evidence: Evidence): EvidenceByNeed[N] | null;
function evidenceFor(need: Need, { exchange, extraction, run }: Evidence) {
  switch (need) {
    case 'payload':
      return extraction && { extraction, run };
    case 'http':
      return exchange && { response: exchange.response, run };
    case 'exchange':
      return exchange && { exchange, run };
    case 'run':
      return run;
  }
}
