import type { Check } from '../check.ts';
import { a2aContextContinuity } from './a2a-context-continuity.ts';
import { a2aSubmittedArtifact } from './a2a-submitted-artifact.ts';
import { allFieldsInContextArray } from './all-fields-in-context-array.ts';
import { anyOf } from './any-of.ts';
import { arrayLength } from './array-length.ts';
import { canonicalFormatSatisfaction } from './canonical-format-satisfaction.ts';
import { crossResponseCountDistinct } from './cross-response-count-distinct.ts';
import { crossResponseFieldEqual } from './cross-response-field-equal.ts';
import { envelopeFieldAbsent } from './envelope-field-absent.ts';
import { envelopeFieldPattern } from './envelope-field-pattern.ts';
import { envelopeFieldPresent } from './envelope-field-present.ts';
import { envelopeFieldValueOrAbsent } from './envelope-field-value-or-absent.ts';
import { envelopeFieldValue } from './envelope-field-value.ts';
import { errorCode } from './error-code.ts';
import { fieldAbsent } from './field-absent.ts';
import { fieldContains } from './field-contains.ts';
import { fieldEqualsContext } from './field-equals-context.ts';
import { fieldGreaterThan } from './field-greater-than.ts';
import { fieldInContextArray } from './field-in-context-array.ts';
import { fieldLessThan } from './field-less-than.ts';
import { fieldPattern } from './field-pattern.ts';
import { fieldPresent } from './field-present.ts';
import { fieldValueOrAbsent } from './field-value-or-absent.ts';
import { fieldValue } from './field-value.ts';
import { httpStatusIn } from './http-status-in.ts';
import { httpStatus } from './http-status.ts';
import { oauthMetadataGraph } from './oauth-metadata-graph.ts';
import { on401RequireHeader } from './on-401-require-header.ts';
import { refsResolve } from './refs-resolve.ts';
import { replayNotCachedRateLimit } from './replay-not-cached-rate-limit.ts';
import { resourceEqualsAgentUrl } from './resource-equals-agent-url.ts';
import { responseSchema } from './response-schema.ts';
import { statusCode } from './status-code.ts';
import { upstreamTraffic } from './upstream-traffic.ts';

/** Every check the runner judges by, in the order it is listed to the user. */
export const checks: readonly Check[] = [
  responseSchema,
  fieldPresent,
  fieldAbsent,
  fieldValue,
  fieldValueOrAbsent,
  fieldContains,
  fieldPattern,
  arrayLength,
  fieldGreaterThan,
  fieldLessThan,
  fieldEqualsContext,
  fieldInContextArray,
  allFieldsInContextArray,
  envelopeFieldPresent,
  envelopeFieldAbsent,
  envelopeFieldValue,
  envelopeFieldValueOrAbsent,
  envelopeFieldPattern,
  statusCode,
  errorCode,
  httpStatus,
  httpStatusIn,
  on401RequireHeader,
  resourceEqualsAgentUrl,
  oauthMetadataGraph,
  anyOf,
  refsResolve,
  upstreamTraffic,
  canonicalFormatSatisfaction,
  a2aSubmittedArtifact,
  a2aContextContinuity,
  crossResponseFieldEqual,
  crossResponseCountDistinct,
  replayNotCachedRateLimit,
];

/** The same, by kind. */
export const checksByKind: ReadonlyMap<string, Check> = new Map(
  checks.map((check) => [check.kind, check]),
);
