/** A schema's reference that was reached and names nothing. */
export class DanglingReference extends Error {
  /** The URI of the document that is missing, or that lacks what the fragment names. */
  readonly uri: string;

  constructor(uri: string) {
    super(`there is no schema "${uri}"`);
    this.uri = uri;
  }
}
