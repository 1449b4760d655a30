import type { Answered, Extraction } from '../model/exchange.ts';
import type { JsonObject, JsonPointer } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { AssertionResult } from '../model/result.ts';
import type { DispatchedCopy, JudgedStep, StepResult } from '../model/step-result.ts';
import type { AssertionSelection } from '../model/storyboard.ts';
import { answersOf } from '../support/answers.ts';

/** A property of a whole storyboard run. In YAML the key is `invariants`. */
export interface Assertion {
  readonly id: string;
  readonly summary: string;
  /** True where it applies unless the storyboard disables it. */
  readonly byDefault: boolean;
  /** One finding per fault; none where the property holds. */
  judge(evidence: AssertionEvidence): readonly AssertionFinding[];
}

/** What an assertion looks at, unredacted. */
interface AssertionEvidence {
  /** In the order they ran. */
  readonly steps: readonly StepResult[];
  /** What the agent must never send back: tokens, keys and passwords of this run. */
  readonly secrets: readonly string[];
}

/** A fault an assertion found. */
export interface AssertionFinding {
  readonly stepId: string | null;
  readonly outcome: CheckOutcome;
}

/** What judging assertions takes besides the run itself. */
export interface AssertionCase extends AssertionEvidence {
  readonly assertions: readonly Assertion[];
  readonly selection: AssertionSelection;
  /** Assertions muted for a step, by step id. */
  readonly muted: ReadonlyMap<string, readonly string[]>;
}

/** The findings of every assertion that applies; one that holds gives one passed result. */
export function judgeAssertions(input: AssertionCase): readonly AssertionResult[] {
  return input.assertions
    .filter((assertion) => applies(assertion, input.selection))
    .flatMap((assertion) => resultsOf(assertion, input));
}

function applies({ id, byDefault }: Assertion, { enable, disable }: AssertionSelection): boolean {
  return enable.includes(id) || (byDefault && !disable.includes(id));
}

function resultsOf(assertion: Assertion, input: AssertionCase): readonly AssertionResult[] {
  const { id, summary: description } = assertion;
  const steps = input.steps.filter(({ stepId }) => !input.muted.get(stepId)?.includes(id));
  const findings = assertion.judge({ steps, secrets: input.secrets });
  const reported: readonly AssertionFinding[] =
    findings.length > 0 ? findings : [{ stepId: null, outcome: { status: 'passed' } }];
  return reported.map((finding) => ({ assertion: id, description, ...finding }));
}

/** One answer of the agent, whatever became of the step it was given to. */
export interface HeardAnswer {
  readonly step: StepResult;
  readonly exchange: Answered;
  /** Null where nobody looked for a payload. */
  readonly extraction: Extraction | null;
  /** Beside which answer it stands; empty for the one the report shows as the step's own. */
  readonly where: string;
}

/** Every answer there was: those of skipped steps, of polls and of copies as well as those that were judged. */
export function heardAnswers(steps: readonly StepResult[]): readonly HeardAnswer[] {
  return steps.flatMap((step) => {
    const { exchange = null, extraction = null, polls = [], copies = [] } = answersOf(step);
    const judged = exchange ? [{ exchange, extraction, where: '' }] : [];
    const polled = polls.map((poll) => ({ exchange: poll, extraction: null, where: 'a poll' }));
    const copied = copies.flatMap((copy, index) => answersToCopy(copy, `copy ${index + 1}`));
    const besides = copied.filter((answer) => answer.exchange !== exchange);
    return [...judged, ...polled, ...besides].map((answer) => ({ step, ...answer }));
  });
}

function answersToCopy(copy: DispatchedCopy, where: string): readonly Omit<HeardAnswer, 'step'>[] {
  const { exchange, extraction, deferrals } = copy;
  const last = exchange.kind === 'answered' ? [{ exchange, extraction, where }] : [];
  return [
    ...last,
    ...deferrals.map((deferral) => ({ exchange: deferral, extraction: null, where })),
  ];
}

/** The steps an agent answered and that were judged by it. */
export function answeredSteps(steps: readonly StepResult[]): readonly AnsweredStep[] {
  return steps.filter(
    (step): step is AnsweredStep => 'extraction' in step && step.exchange !== null,
  );
}

/** A judged step with an answer. */
export type AnsweredStep = JudgedStep & { readonly exchange: NonNullable<JudgedStep['exchange']> };

/** A fault at one place of a step's answer. */
export function fault(
  step: StepResult,
  pointer: JsonPointer | null,
  {
    expected = null,
    actual = null,
    note,
  }: Partial<Pick<Failed, 'expected' | 'actual'>> & { note: string },
): AssertionFinding {
  return {
    stepId: step.stepId,
    outcome: { status: 'failed', pointer, expected, actual, note },
  };
}

type Failed = Extract<CheckOutcome, { status: 'failed' }>;

/** The request body a step sent; empty where it sent none. */
export function sentBy(step: StepResult): JsonObject {
  return step.request?.sent?.payload ?? {};
}
