import type { CheckSignature, TestKit } from '../model/storyboard.ts';
import type { SuiteSchemas } from './schemas.ts';
import type { KitReader } from './test-kit.ts';
import type { Vectors } from './vectors.ts';

/** What reading a storyboard needs to know besides the storyboard. */
export interface LoadContext {
  readonly checks: ReadonlyMap<string, CheckSignature>;
  /** Ids of the assertions the runner judges by. */
  readonly assertions: readonly string[];
  /** Tasks the runner performs itself. */
  readonly runnerTasks: ReadonlySet<string>;
  /** Semantic version an advisory's `expires_after_version` is held against. */
  readonly runnerVersion: string;
  readonly schemas: SuiteSchemas;
  /** The kit a storyboard names, or the one that replaces them all; null where there is none or it cannot be read. */
  readonly kitOf: KitReader;
  readonly vectors: Vectors;
}

/** What reading a step needs to know of what encloses it. */
export interface StepContext extends LoadContext {
  readonly kit: TestKit | null;
  readonly branchSet: string | null;
}
