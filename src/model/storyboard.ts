import type { Json, JsonObject } from './json.ts';
import type { RequestSpec } from './request.ts';
import type { SuiteName } from './result.ts';
import type { Severity } from './step-result.ts';
import type { SchemaSource } from './schema.ts';
import type { SourceRange } from './source.ts';

/** A loaded suite: what can be run, and what it needs. */
export interface Suite {
  readonly name: SuiteName;
  /** In the order they run. */
  readonly storyboards: readonly Storyboard[];
  readonly schemas: SchemaSource;
}

/** Index files of specialisms may be `preview`, which is not graded, or `deprecated`, which is graded with a warning. */
export type StoryboardStatus = 'stable' | 'preview' | 'deprecated';

/** One storyboard, normalised: camelCase, defaults applied, tokens still in place. */
export interface Storyboard {
  readonly id: string;
  readonly version: string | null;
  readonly title: string;
  readonly summary: string | null;
  readonly track: string | null;
  readonly status: StoryboardStatus;
  readonly introducedIn: string | null;
  readonly protocol: string | null;
  readonly requirements: StoryboardRequirements;
  readonly requiresScenarios: readonly string[];
  readonly defaultAgent: string | null;
  readonly testKit: TestKit | null;
  /** The kit the storyboard itself names where `--kit` gives another, null where it names none; missing without `--kit`. */
  readonly authoredKit?: TestKit | null;
  /** Root `context:`; scalars only. */
  readonly context: JsonObject;
  readonly fixtures: readonly Fixture[];
  /** True where the fixtures are to be seeded through the test controller. */
  readonly controllerSeeding: boolean;
  readonly fixtureResolution: JsonObject | null;
  readonly phases: readonly Phase[];
  readonly assertions: AssertionSelection;
  readonly at: SourceRange;
}

/** When a storyboard applies to an agent at all. */
export interface StoryboardRequirements {
  /** Any one of these tools suffices; empty means always. */
  readonly anyTool: readonly string[];
  /** Each family needs at least one advertised tool. */
  readonly toolFamilies: readonly {
    readonly tools: readonly string[];
    readonly rationale: string | null;
  }[];
  /** All must hold. */
  readonly capabilities: readonly CapabilityPredicate[];
  /** Runtime gates such as `controller`, `webhook_receiver`, `multi_agent`. */
  readonly runtime: readonly string[];
}

/** A condition on the agent's capabilities payload. */
export interface CapabilityPredicate {
  /** Dotted, indexes as `a.0` or `a[0]`. */
  readonly path: string;
  readonly matcher:
    | { readonly kind: 'equals'; readonly value: Json }
    | { readonly kind: 'contains'; readonly value: Json }
    | { readonly kind: 'not_contains'; readonly value: Json }
    | { readonly kind: 'present'; readonly value: boolean };
}

/** A test kit: a brand's identity and credentials, or a runner contract. */
export interface TestKit {
  readonly id: string;
  readonly file: string;
  /** The whole document; `$test_kit.` and `skip_if` read it by path. */
  readonly document: JsonObject;
  /** `brand.house.domain`; null where the kit has none. */
  readonly brandDomain: string | null;
}

/** An entity to seed before the first phase. */
export interface Fixture {
  /** The authored key, e.g. `products`. */
  readonly kind: string;
  /** Id of the synthetic step, e.g. `seed_product.p_demo`. */
  readonly stepId: string;
  /** The controller's `scenario`, e.g. `seed_product`. */
  readonly scenario: string;
  /** The controller's `params`: identity keys, the rest below `fixture`. */
  readonly params: JsonObject;
  readonly at: SourceRange;
}

/** Cross-step assertions by id; defaults apply unless disabled. In YAML the key is `invariants`. */
export interface AssertionSelection {
  readonly enable: readonly string[];
  readonly disable: readonly string[];
}

/** A group of steps with its own gates. */
export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly optional: boolean;
  readonly skipIf: SkipCondition | null;
  /** The set of alternatives this phase belongs to. */
  readonly branchSet: string | null;
  /** Phases whose tripped state reaches this one; null means all earlier ones. */
  readonly dependsOn: readonly string[] | null;
  readonly capabilities: readonly CapabilityPredicate[];
  readonly steps: readonly Step[];
  readonly at: SourceRange;
}

/** A parsed `skip_if`. */
export interface SkipCondition {
  readonly source: string;
  readonly any: readonly SkipTerm[];
}

/** One alternative of a `skip_if`. */
export type SkipTerm =
  | { readonly kind: 'truthy'; readonly path: string; readonly negated: boolean }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly equal: boolean;
      readonly right: SkipOperand;
    };

/** The right side of a comparison. */
export type SkipOperand =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: string };

/** One step. `action` is what it does, `expectation` what must come of it; neither sees the other. */
export interface Step {
  readonly id: string;
  readonly title: string;
  readonly stateful: boolean;
  /** The tool the agent must advertise besides the task itself. */
  readonly requiresTool: string | null;
  readonly requiresContract: string | null;
  readonly action: Action;
  readonly expectation: Expectation;
  readonly captures: readonly Capture[];
  readonly providesStateFor: readonly string[];
  /** The flag raised when the step passes. */
  readonly contributesTo: string | null;
  /** Only `prior_step.<id>.passed` exists: the step id. */
  readonly contributesIf: string | null;
  /** Assertions muted for this step. */
  readonly mutedAssertions: readonly string[];
  readonly at: SourceRange;
}

/** What a step does. */
export type Action =
  /** Calls a tool of the agent. */
  | {
      readonly kind: 'call';
      readonly request: RequestSpec;
      /** Set where copies of the request go out at once. */
      readonly parallel?: ParallelDispatch;
    }
  /** A task the runner itself performs; `params` are the step's own keys, snake_case as authored. */
  | { readonly kind: 'runner_task'; readonly task: string; readonly params: JsonObject }
  /** The task's name could not be resolved, e.g. a kit path without a default. */
  | { readonly kind: 'unresolved'; readonly task: string; readonly detail: string };

/** `parallel_dispatch`: copies of one request, sent at the same moment. */
export interface ParallelDispatch {
  /** 2 to 10. */
  readonly count: number;
  /** False gives every copy a key of its own. */
  readonly sameIdempotencyKey: boolean;
  /** Milliseconds in which every copy must have a final answer, waits included. */
  readonly timeoutMs: number;
}

/** What must come back. The request path cannot see this. */
export interface Expectation {
  readonly outcome: 'success' | 'error';
  readonly responseSchemaRef: string | null;
  readonly validations: readonly Validation[];
}

/** An author's use of a check. */
export interface Validation {
  readonly check: string;
  readonly id: string | null;
  readonly description: string;
  readonly severity: Severity;
  readonly promoted: boolean | null;
  /** Parsed by the check's own schema; null where the runner has no such check. */
  readonly params: JsonObject | null;
  readonly at: SourceRange;
}

/** An entry of `context_outputs`. */
export type Capture =
  | {
      readonly kind: 'path';
      readonly name: string;
      /** As authored, without the `task_completion.` prefix. */
      readonly path: string;
      readonly fromTaskCompletion: boolean;
      readonly at: SourceRange;
    }
  | {
      readonly kind: 'generate';
      readonly name: string;
      readonly generator: 'uuid_v4' | 'opaque_id';
      readonly at: SourceRange;
    };

/** What the loader needs to know of a check: its name and what its parameters must look like. */
export interface CheckSignature {
  readonly kind: string;
  /** The authored keys besides `check`, `id`, `description`, `severity`, … that it understands. */
  readonly keys: readonly string[];
  /** Problems of authored parameters, each with the key it is about; empty when they are fine. */
  problemsOf(
    params: JsonObject,
  ): readonly { readonly key: string | null; readonly message: string }[];
}
