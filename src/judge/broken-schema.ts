/** A schema that no value can be held against. */
export class BrokenSchema extends Error {
  /** The URI of the document it stands in. */
  readonly uri: string;

  constructor(uri: string, fault: unknown) {
    super(fault instanceof Error ? fault.message : String(fault));
    this.uri = uri;
  }
}
