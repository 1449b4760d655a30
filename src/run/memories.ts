import type { StoryboardPlan } from '../model/plan.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { parentsOf } from './inherited-flags.ts';
import { StoryboardMemory } from './memory.ts';
import type { RunOptions } from './run.ts';

/** The memories of a target's storyboards: a scenario looks into those of the storyboards that require it. */
export class Memories {
  readonly #options: RunOptions;
  readonly #begun = new Map<Storyboard, StoryboardMemory>();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /** A new memory for a storyboard that begins. */
  of({ storyboard }: StoryboardPlan): StoryboardMemory {
    const { suite, context, filtered } = this.#options;
    const parents = parentsOf(storyboard, suite.storyboards).map((parent) => ({
      storyboard: parent,
      memory: this.#begun.get(parent) ?? null,
    }));
    const isPart = filtered.length > 0;
    const memory = new StoryboardMemory(storyboard, context, { parents, isPart });
    this.#begun.set(storyboard, memory);
    return memory;
  }
}
