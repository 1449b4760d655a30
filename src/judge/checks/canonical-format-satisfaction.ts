import * as z from 'zod';
import type { RunEvidence } from '../../model/evidence.ts';
import type { Extraction } from '../../model/exchange.ts';
import type { Json, JsonObject, JsonPointer } from '../../model/json.ts';
import type { CheckOutcome } from '../../model/outcome.ts';
import { isObject, listOf, pointerTo } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { fieldAt, allAt } from '../field.ts';
import { judgeFormats, type FormatVerdict } from '../formats/package-formats.ts';
import { isAboutFormats, rejectionIn } from '../formats/rejection.ts';
import { failed, notApplicable, passed } from '../outcome.ts';
import { path } from '../params.ts';

/** A media buy is accepted exactly where its packages ask for formats their products declare. */
export const canonicalFormatSatisfaction = defineCheck({
  kind: 'canonical_format_satisfaction',
  summary: 'A buy is accepted, or refused for its format, as the products it names declare.',
  needs: 'payload',
  params: z.object({ value: z.boolean(), path: path.optional() }),
  judge({ value: wanted, path: at = 'packages' }, { extraction, run }) {
    const packages = run.sent === null ? [] : packagesIn(run.sent, at);
    const [first] = packages;
    if (first === undefined) return notApplicable(`the request has no package at ${at}`);
    const judged = packages.map((each) => ({ ...each, verdict: judgePackage(each.bought, run) }));
    const fault = judged.find(({ verdict }) => verdict.kind === 'unsatisfied');
    const open = judged.find(({ verdict }) => verdict.kind === 'unknown');
    if (open && !fault) return notApplicable(detailOf(open.verdict));
    const { pointer } = fault ?? first;
    return compare(wanted, extraction, { pointer, detail: fault ? detailOf(fault.verdict) : null });
  },
});

/** Where the packages are judged, and what is wrong with them; null where nothing is. */
interface Fit {
  readonly pointer: JsonPointer;
  readonly detail: string | null;
}

function compare(
  wanted: boolean,
  { outcome, payload }: Extraction,
  { pointer, detail }: Fit,
): CheckOutcome {
  const accepted = outcome === 'success';
  const fits = detail === null;
  const rejection = accepted ? null : rejectionIn(payload);
  const hasCause = wanted || rejection === null || isAboutFormats(rejection);
  if (accepted === wanted && fits === wanted && hasCause) return passed;
  const note = detail ?? 'what the packages ask for is what their products declare';
  return failed({
    pointer,
    expected: { accepted: wanted, local_satisfied: wanted },
    actual: { accepted, local_satisfied: fits, ...(rejection && { rejection: { ...rejection } }) },
    note: hasCause ? note : `${note}; the rejection names no format as its cause`,
  });
}

interface Bought {
  readonly bought: JsonObject;
  /** Its place in the request. */
  readonly pointer: JsonPointer;
}

/** The path names one package or a list of them. */
function packagesIn(sent: JsonObject, at: string): readonly Bought[] {
  const { pointer, value } = fieldAt(sent, at);
  if (isObject(value)) return [{ bought: value, pointer }];
  const list = listOf(value);
  return list.flatMap((bought, index) =>
    isObject(bought) ? [{ bought, pointer: pointerTo(pointer, index) }] : [],
  );
}

function judgePackage(bought: JsonObject, run: RunEvidence): FormatVerdict {
  const id = bought['product_id'] ?? null;
  const product = lastSeen(id, run);
  if (product !== null) return judgeFormats(bought, product);
  const detail = `no earlier answer of get_products shows the product ${JSON.stringify(id)}`;
  return { kind: 'unknown', detail };
}

/** The product as the most recent `get_products` told it. */
function lastSeen(id: Json, { priorSteps }: RunEvidence): JsonObject | null {
  const answers = [...priorSteps.values()].filter(({ task }) => task === 'get_products').reverse();
  for (const step of answers) {
    const extraction = 'extraction' in step ? step.extraction : null;
    if (extraction?.outcome !== 'success') continue;
    const products = allAt(extraction.payload, 'products[*]').map(({ value }) => value);
    const found = products.filter(isObject).find((product) => product['product_id'] === id);
    if (found) return found;
  }
  return null;
}

function detailOf(verdict: FormatVerdict): string {
  return verdict.kind === 'satisfied' ? '' : verdict.detail;
}
