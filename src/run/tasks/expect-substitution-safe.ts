import { createHash } from 'node:crypto';
import { encoded } from '../../judge/substitution/encoding.ts';
import {
  judgeBindings,
  type Binding,
  type BindingFault,
} from '../../judge/substitution/judge-bindings.ts';
import type { Json, JsonObject, JsonPointer } from '../../model/json.ts';
import type { ValidationResult } from '../../model/step-result.ts';
import { objectsIn, valueAtPointer } from '../../support/json.ts';
import { fault, finding, foundOnly } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import { previewOf } from '../preview-page.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const name = 'expect_substitution_safe';

/** Looks at the preview of the step before: every catalog value must stand encoded where its macro was. */
export const expectSubstitutionSafe: RunnerTask = {
  name,
  summary: 'Holds the URLs of a preview against the catalog values that went into them.',
  async perform(params, scope) {
    const earlier = [...scope.memory.results.values()].at(-1);
    if (earlier?.verdict !== 'passed') {
      const detail = `${earlier?.stepId ?? 'no step before this one'} gave no preview to look at`;
      return { kind: 'skipped', skip: { reason: 'prerequisite_failed', detail } };
    }
    const source = sourceIn(earlier.extraction?.payload ?? null, params['source_path']);
    const preview = await previewOf(source, params, scope);
    if (preview.kind === 'fault') return foundOnly(fault(name, preview.code, preview.detail));
    if (preview.kind === 'aborted') return preview;
    // The HTML parser is loaded by the runs that need one.
    const { trackerUrls } = await import('../../judge/substitution/tracker-urls.ts');
    const found = findings(trackerUrls(preview.html), params, scope);
    return found.some(({ outcome }) => outcome.status !== 'not_applicable')
      ? foundOnly(...found)
      : notApplicable(`no value of catalog_bindings is known: ${noVectors}`);
  },
};

const noVectors = 'the suite has no test-vectors/catalog-macro-substitution.json';

function notApplicable(detail: string): TaskOutcome {
  return { kind: 'skipped', skip: { reason: 'not_applicable', detail } };
}

function sourceIn(payload: Json, path: Json | undefined): Json | undefined {
  const isPointer = typeof path === 'string' && path.startsWith('/');
  return isPointer ? valueAtPointer(payload, path as JsonPointer) : undefined;
}

interface BoundValue extends Binding {
  /** True for values only this storyboard has: reports show nothing but their digest. */
  readonly isCustom: boolean;
}

function findings(
  urls: readonly string[],
  params: JsonObject,
  scope: StepScope,
): readonly ValidationResult[] {
  const { macro_template: template, require_every_binding_observed: every } = params;
  const authored = objectsIn(params['catalog_bindings']);
  const bindings = authored.map((binding) => boundValue(binding, params, scope));
  const unknown = authored.filter((_, at) => bindings[at] === null);
  const known = bindings.filter((binding) => binding !== null);
  const faults = judgeBindings({
    urls,
    template: typeof template === 'string' ? template : '',
    bindings: known,
    everyBinding: every !== false,
  });
  return [
    ...unknown.map((binding) => unknownValue(binding, params)),
    ...known.map((binding) =>
      resultOf(binding, faults.find((found) => found.binding === binding) ?? null),
    ),
  ];
}

/** A vector that the suite does not bring along is no fault of the agent; one it does not know is one of the author. */
function unknownValue(binding: JsonObject, { vectors }: JsonObject): ValidationResult {
  const note = `nothing says what stands for ${JSON.stringify(binding)}`;
  if (vectors !== null || binding['vector_name'] === undefined)
    return fault(name, 'vector_missing', note);
  const description = `${JSON.stringify(binding['macro'] ?? null)} holds its value, encoded`;
  return finding(name, description, {
    status: 'not_applicable',
    note: `${note}: ${noVectors}`,
  });
}

function resultOf(binding: BoundValue, found: BindingFault | null): ValidationResult {
  const { macro, itemId, isCustom } = binding;
  const description = `${macro} holds the value of ${itemId}, encoded`;
  if (found === null) return finding(name, description, { status: 'passed' });
  const shown = (text: string) => (isCustom ? digestOf(text) : text);
  const where =
    found.observed === null
      ? ''
      : `; observed "${shown(found.observed.value)}" in "${shown(found.observed.url)}"`;
  return finding(name, description, {
    status: 'failed',
    pointer: null,
    expected: shown(binding.encoded),
    actual: found.code,
    note: isCustom ? `the value is shown by its digest${where}` : `${found.detail}${where}`,
  });
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function boundValue(
  binding: JsonObject,
  { vectors }: JsonObject,
  scope: StepScope,
): BoundValue | null {
  const { macro, catalog_item_id: itemId, raw_value: custom, expected_encoded: due } = binding;
  if (typeof macro !== 'string') return null;
  const vector = objectsIn(vectors).find((one) => one['name'] === binding['vector_name']);
  const sent = typeof itemId === 'string' ? sentValue(itemId, macro, scope) : null;
  const raw = custom ?? sent ?? vector?.['value'];
  if (typeof raw !== 'string') return null;
  return {
    macro,
    itemId: typeof itemId === 'string' ? itemId : macro,
    raw,
    encoded: typeof due === 'string' ? due : encoded(raw),
    isCustom: custom !== undefined,
  };
}

/** What a catalog this storyboard has sent says of the macro's field: `{SKU}` is an item's `sku`. */
function sentValue(itemId: string, macro: string, { memory }: StepScope): string | null {
  const field = macro.replaceAll(/[{}]/g, '').toLowerCase();
  const items = [...memory.results.values()]
    .flatMap(({ request }) => objectsIn(request?.sent?.payload['catalogs']))
    .flatMap(({ items: listed }) => objectsIn(listed));
  const value = items.find((item) => item['item_id'] === itemId)?.[field];
  return typeof value === 'string' ? value : null;
}
