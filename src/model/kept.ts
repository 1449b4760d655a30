/** One text that is kept from run to run. */
export interface KeptText {
  /** Null where nothing usable is kept. */
  read(): string | null;
  /** Keeps a text if it can; what cannot be kept is made again by the next run. */
  write(text: string): void;
}
