import type { Json } from '../model/json.ts';
import type { CapturedValue, ValidationResult } from '../model/step-result.ts';
import type { Capture } from '../model/storyboard.ts';
import { fieldAt } from './field.ts';
import { failed } from './outcome.ts';

/** What a step's captures read from. */
export interface CaptureCase {
  readonly captures: readonly Capture[];
  /** The answer's payload. */
  readonly payload: Json;
  /** The result of the task the answer stands for; null where the answer itself is final. */
  readonly taskResult: Json | null;
  /** Why the task the answer stands for has no result; null or missing where that is not so. */
  readonly taskProblem?: string | null;
  /** Mints, or repeats, the value of a `generate` capture. */
  readonly generate: (capture: GeneratedCapture) => string;
}

/** A capture the runner mints a value for. */
type GeneratedCapture = Extract<Capture, { kind: 'generate' }>;

/** The usable values, and a failed validation for each capture that found none. */
export interface Captures {
  readonly captured: readonly CapturedValue[];
  readonly failures: readonly ValidationResult[];
}

/** Reads a step's captures; whether they are committed is for the step's verdict to say. */
export function readCaptures(input: CaptureCase): Captures {
  const captured: CapturedValue[] = [];
  const failures: ValidationResult[] = [];
  for (const capture of input.captures) {
    if (capture.kind === 'generate') {
      const value = input.generate(capture);
      captured.push({ name: capture.name, value, provenance: 'generated', from: null });
      continue;
    }
    const problem = capture.fromTaskCompletion ? (input.taskProblem ?? null) : null;
    if (problem !== null) {
      failures.push(notResolvable(capture, null, problem));
      continue;
    }
    const source = capture.fromTaskCompletion ? (input.taskResult ?? input.payload) : input.payload;
    const { pointer: from, value } = fieldAt(source, capture.path);
    if (isUsable(value)) {
      captured.push({ name: capture.name, value, provenance: 'authored', from });
    } else {
      failures.push(notResolvable(capture, source));
    }
  }
  return { captured, failures };
}

/** True for a value later steps can work with: `false`, 0, `[]` and `{}` are, null and `""` are not. */
export function isUsable(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== '';
}

function notResolvable(
  capture: Extract<Capture, { kind: 'path' }>,
  source: Json,
  note?: string,
): ValidationResult {
  const { pointer, value } = fieldAt(source, capture.path);
  return {
    check: 'capture_path_not_resolvable',
    id: null,
    description: `The answer has a value to capture as "${capture.name}".`,
    severity: 'required',
    promoted: null,
    at: capture.at,
    outcome: failed({
      pointer,
      expected: capture.path,
      actual: value,
      ...(note !== undefined && { note }),
    }),
  };
}
