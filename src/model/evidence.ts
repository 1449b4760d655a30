import type { Answered, Exchange, Extraction, WireResponse } from './exchange.ts';
import type { JsonObject } from './json.ts';
import type { MetadataGraph } from './metadata-graph.ts';
import type { DispatchedCopy, StepResult } from './step-result.ts';
import type { SchemaValidator } from './schema.ts';

/** Everything a judge may look at. A check declares which part it needs and receives only that. */
export interface Evidence {
  /** Null for steps that send nothing. */
  readonly exchange: Answered | null;
  readonly extraction: Extraction | null;
  readonly run: RunEvidence;
}

/** What the run knows besides this step's answer. */
export interface RunEvidence {
  readonly agentUrl: string;
  readonly context: JsonObject;
  readonly contributions: ReadonlySet<string>;
  /** By step id, in the order they ran. */
  readonly priorSteps: ReadonlyMap<string, StepResult>;
  readonly schemas: SchemaValidator;
  /** The step's `response_schema_ref`; null where the author names none that resolves. */
  readonly responseSchemaRef: string | null;
  /** The body that was sent; null for steps that send nothing. */
  readonly sent: JsonObject | null;
  /** What the copies of a parallel dispatch came to; missing for steps that send one request. */
  readonly copies?: readonly DispatchedCopy[];
  /** What the agent's OAuth metadata leads to; missing for steps that did not follow it. */
  readonly metadataGraph?: MetadataGraph;
  /** What the agent's test controller recorded; missing for steps that do not ask. */
  readonly upstream?: UpstreamEvidence;
}

/** The calls an agent made to others, as its test controller tells them. */
export type UpstreamEvidence =
  /** There is nothing to ask for: says nothing of the agent. */
  | { readonly kind: 'unavailable'; readonly note: string }
  /** Nobody told whether there is. */
  | { readonly kind: 'unknown'; readonly note: string }
  | {
      readonly kind: 'queried';
      /** By the step the window begins with; the empty name is the judged step itself. */
      readonly windows: ReadonlyMap<string, UpstreamWindow>;
    };

/** One answer of the controller, and the calls it reports. */
export interface UpstreamWindow {
  readonly exchange: Exchange;
  readonly extraction: Extraction | null;
}

/** The part of the evidence each need stands for. */
export interface EvidenceByNeed {
  /** The AdCP payload, and the run around it. */
  readonly payload: { readonly extraction: Extraction; readonly run: RunEvidence };
  /** The HTTP answer. */
  readonly http: { readonly response: WireResponse; readonly run: RunEvidence };
  /** The request and its answer as they were on the wire. */
  readonly exchange: { readonly exchange: Answered; readonly run: RunEvidence };
  /** Only what earlier steps left. */
  readonly run: RunEvidence;
}

/** A name for what a check looks at. */
export type Need = keyof EvidenceByNeed;
