import type { Observed } from './align.ts';
import { align, isWholeMacro, schemeOf } from './align.ts';
import { encodesAs, firstDifference, onlyUnreserved, relates, reExpansion } from './encoding.ts';

/** A macro, the catalog value that goes in its place, and how that has to look there. */
export interface Binding {
  readonly macro: string;
  readonly itemId: string;
  readonly raw: string;
  readonly encoded: string;
}

/** Why a binding is not safe; the codes are stable. */
export interface BindingFault {
  readonly code:
    | 'substitution_encoding_violation'
    | 'nested_macro_re_expansion'
    | 'substitution_scheme_injection'
    | 'substitution_binding_missing';
  readonly binding: Binding;
  /** Where it was found; null for a value that was not. */
  readonly observed: Observed | null;
  readonly detail: string;
}

/** What a preview is held against. */
export interface Observation {
  /** As written in the preview. */
  readonly urls: readonly string[];
  readonly template: string;
  readonly bindings: readonly Binding[];
  readonly everyBinding: boolean;
}

/** Holds every bound value against the URLs of a preview (substitution-observer contract). */
export function judgeBindings(observation: Observation): readonly BindingFault[] {
  const { urls, template, bindings, everyBinding } = observation;
  const observed = urls
    .flatMap((url) => align(template, url))
    .filter(({ macro, value }) => !isUnfilled(macro, value));
  const unmatched = observed.filter(
    ({ macro, value }) =>
      !bindings.some((binding) => binding.macro === macro && encodesAs(value, binding.encoded)),
  );
  return bindings.flatMap((binding) => {
    const own = ({ macro }: Observed) => macro === binding.macro;
    const matches = observed.filter(own).filter(({ value }) => encodesAs(value, binding.encoded));
    const fault = unmatched
      .filter(own)
      .reduce<BindingFault | null>(
        (found, value) => found ?? faultOf(binding, value, template),
        null,
      );
    if (fault !== null) return [fault];
    if (matches.length > 0 || !everyBinding) return [];
    const detail = `no URL of the preview has the value of ${binding.itemId} at ${binding.macro}`;
    return [{ code: 'substitution_binding_missing', binding, observed: null, detail }];
  });
}

/** A macro that was stripped or left as it is holds no value. */
function isUnfilled(macro: string, value: string): boolean {
  return value === '' || value === macro || value === encodeURIComponent(macro);
}

/** A value that broke out of its place still stands in the URL as it was. */
function leaks(url: string, { raw, encoded }: Binding): boolean {
  return raw !== encoded && url.includes(raw);
}

function faultOf(binding: Binding, observed: Observed, template: string): BindingFault | null {
  const { value, url } = observed;
  if (!relates(value, binding) && !leaks(url, binding)) return null;
  const fault = { binding, observed };
  const scheme = schemeOf(url);
  if (isWholeMacro(template) && scheme !== 'https:' && scheme !== 'http:') {
    const detail = `the value makes ${scheme} the scheme of the URL`;
    return { ...fault, code: 'substitution_scheme_injection', detail };
  }
  const expanded = reExpansion(value, binding.encoded);
  if (expanded !== null) {
    const detail = `${expanded.macro} in the value was replaced by "${expanded.by}"`;
    return { ...fault, code: 'nested_macro_re_expansion', detail };
  }
  const at = firstDifference(value, binding.encoded);
  const reserved = onlyUnreserved(value) ? '' : '; characters that are not unreserved stand bare';
  const detail = `it differs from what is due at byte ${at}${reserved}`;
  return { ...fault, code: 'substitution_encoding_violation', detail };
}
