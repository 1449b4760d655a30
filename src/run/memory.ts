import type { Json, JsonObject } from '../model/json.ts';
import type { CapturedValue, Skip, StepResult } from '../model/step-result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import type { Sourced } from '../model/subject.ts';
import type { HandleBinding } from '../request/handles.ts';
import type { DiscoveredProduct } from '../request/invariant.ts';
import { objectFrom } from '../support/json.ts';
import type { SecondLook } from './second-look.ts';

/** Where a contribution came from. */
export interface Contribution {
  readonly phaseId: string;
  readonly stepId: string;
}

/** Context values set for the whole run, by name. */
export type GivenContext = ReadonlyMap<string, Sourced<string>>;

/** A storyboard that requires another as a scenario, and what it learnt; null where it was not run. */
export interface ParentRun {
  readonly storyboard: Storyboard;
  readonly memory: StoryboardMemory | null;
}

/** Where the flags a storyboard asserts may come from besides its own steps. */
export interface Surroundings {
  readonly parents: readonly ParentRun[];
  /** True where the run is a part of its suite, so that there may be parents nobody knows of. */
  readonly isPart: boolean;
}

/** What a storyboard has learnt so far. One lives as long as one storyboard's run. */
export class StoryboardMemory {
  /** By step id, in the order they ended. */
  readonly results = new Map<string, StepResult>();
  /** By flag, in the order they were made. */
  readonly contributions = new Map<string, readonly Contribution[]>();
  /** In words, by context name. */
  readonly origins = new Map<string, string>();
  /** Why the rest of a phase says nothing of this agent, by phase id. */
  readonly phaseSkips = new Map<string, Skip>();
  /** Why the plan rules a step out, by id: what the agent has not, or this run does not offer. */
  readonly ruledOut = new Map<string, Skip>();
  /** Why the storyboard as a whole does not apply to this agent; its steps have no results then. */
  inapplicable: Skip | null = null;
  /** Optional phases whose failures count all the same, by id. */
  readonly countingPhases = new Set<string>();
  /** Findings that what is still to come may change. */
  readonly secondLooks: SecondLook[] = [];
  /** Fixtures that the agent's own things stand for. */
  handles: readonly HandleBinding[] = [];
  readonly parents: readonly ParentRun[];
  readonly isPart: boolean;
  readonly #aliases = new Map<string, string>();
  readonly #constants: Set<string>;
  #context: JsonObject;
  #discovered: readonly DiscoveredProduct[] = [];

  /** `given` is what the user set for the run; it goes before what the storyboard sets for itself. */
  constructor(
    storyboard: Storyboard,
    given: GivenContext = new Map(),
    { parents, isPart }: Surroundings = { parents: [], isPart: false },
  ) {
    this.parents = parents;
    this.isPart = isPart;
    const values = [...given].map(([name, { value }]) => [name, value] as const);
    this.#context = { ...storyboard.context, ...objectFrom(values) };
    const own = Object.keys(storyboard.context);
    this.#constants = new Set(own.filter((name) => !given.has(name)));
    for (const name of own) {
      this.origins.set(name, "the storyboard's context");
    }
    for (const [name, { origin }] of given) this.origins.set(name, origin);
  }

  get context(): JsonObject {
    return this.#context;
  }

  /** Context names that still have the value the storyboard wrote. */
  get constants(): ReadonlySet<string> {
    return this.#constants;
  }

  /** Flags that were raised, by the storyboards that require this one as well. */
  get flags(): ReadonlySet<string> {
    const inherited = this.parents.flatMap(({ memory }) => [...(memory?.flags ?? [])]);
    return new Set([...this.contributions.keys(), ...inherited]);
  }

  get discovered(): readonly DiscoveredProduct[] {
    return this.#discovered;
  }

  /** Commits what a step captured; a conventional name never displaces an authored one. */
  capture(stepId: string, captured: readonly CapturedValue[]): void {
    for (const { name, value, provenance, from } of captured) {
      if (provenance === 'convention' && Object.hasOwn(this.#context, name)) continue;
      this.#context = { ...this.#context, [name]: value };
      this.#constants.delete(name);
      this.origins.set(name, originOf(stepId, provenance, from));
    }
  }

  /** Gives every `generate` capture its value, whatever will become of its step. */
  mintCaptures({ phases }: Storyboard, mint: () => string): void {
    for (const { id, captures } of phases.flatMap(({ steps }) => steps)) {
      const generated = captures.filter(({ kind }) => kind === 'generate');
      this.capture(
        id,
        generated.map(({ name }) => ({
          name,
          value: this.generate(name, mint),
          provenance: 'generated',
          from: null,
        })),
      );
    }
  }

  /** Remembers products, the first offer of each. */
  discover(products: readonly DiscoveredProduct[]): void {
    const known = new Set(this.#discovered.map(({ productId }) => productId));
    this.#discovered = [
      ...this.#discovered,
      ...products.filter(({ productId }) => !known.has(productId)),
    ];
  }

  /** The value of an alias, minted on first use; without an alias always a new one. */
  generate(alias: string | null, mint: () => string): string {
    if (alias === null) return mint();
    const known = this.#aliases.get(alias) ?? mint();
    this.#aliases.set(alias, known);
    return known;
  }
}

function originOf(stepId: string, provenance: CapturedValue['provenance'], from: Json): string {
  if (provenance === 'generated') return `generated by ${stepId}`;
  const where = typeof from === 'string' ? ` from ${from || 'the whole answer'}` : '';
  return `captured by ${stepId}${where}${provenance === 'convention' ? ' (by convention)' : ''}`;
}
