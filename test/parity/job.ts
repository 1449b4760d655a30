/** One runner against one agent: what to run. */
export interface Job {
  readonly url: string;
  readonly token: string;
  readonly context: Readonly<Record<string, string>>;
  /** The storyboards, in the order to run them. */
  readonly storyboards: readonly string[];
  /** The folder for its logs and its result. */
  readonly folder: string;
  /** The longest it may take, in seconds. */
  readonly seconds: number;
}
