/** Where the author wrote it. Every authored thing carries one, so every error can point at a line. */
export interface SourceRange {
  /** Path as the user would type it. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** One-based. */
  readonly column: number;
  /** Characters from `column` on that belong to the thing; at least 1, never past the line's end. */
  readonly length: number;
  /** The author's own line, without its line break. */
  readonly text: string;
}

/** One authoring mistake, or one thing worth knowing about the source. */
export interface SourceProblem {
  readonly severity: 'error' | 'warning';
  /** A stable kebab-case name, e.g. `unknown-check`. */
  readonly rule: string;
  readonly message: string;
  /** What to type instead; null where nothing better than the message can be said. */
  readonly hint: string | null;
  readonly at: SourceRange;
}
