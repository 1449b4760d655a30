import type { SourceProblem, SourceRange } from '../model/source.ts';
import type { SourcePath } from './yaml-extent.ts';
import type { YamlFile } from './yaml.ts';
import { valueAtKeys } from '../support/json.ts';

/** A place in a source file, and the way to complain about it. */
export class Place {
  readonly file: YamlFile;
  readonly path: SourcePath;
  readonly #problems: SourceProblem[];

  constructor(file: YamlFile, problems: SourceProblem[], path: SourcePath = []) {
    this.file = file;
    this.path = path;
    this.#problems = problems;
  }

  /** The place of something inside. */
  child(...path: SourcePath): Place {
    return path.length === 0 ? this : new Place(this.file, this.#problems, [...this.path, ...path]);
  }

  /** Where it stands. */
  range(): SourceRange {
    return this.file.rangeOf(this.path);
  }

  /** True where the author wrote something here, readable or not. */
  isWritten(): boolean {
    return (valueAtKeys(this.file.value, this.path) ?? null) !== null;
  }

  /** What is written here cannot run as meant. */
  error(rule: string, message: string, hint: string | null = null): void {
    this.#problems.push({ severity: 'error', rule, message, hint, at: this.range() });
  }

  /** What is written here is likely a slip. */
  warning(rule: string, message: string, hint: string | null = null): void {
    this.#problems.push({ severity: 'warning', rule, message, hint, at: this.range() });
  }

  /** The key of this place cannot be meant. */
  keyError(rule: string, message: string, hint: string | null = null): void {
    const at = this.file.keyRangeOf(this.path);
    this.#problems.push({ severity: 'error', rule, message, hint, at });
  }

  /** The key of this place is likely a slip. */
  keyWarning(rule: string, message: string, hint: string | null = null): void {
    const at = this.file.keyRangeOf(this.path);
    this.#problems.push({ severity: 'warning', rule, message, hint, at });
  }
}
