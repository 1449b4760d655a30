import type { JsonPointer } from './json.ts';

/** Something the user should know that changes no verdict (runner output contract, notices). */
export type Notice = NoticeText &
  (
    | { readonly severity: 'info' }
    /** Allowed today; the version that takes it away, where that is known. */
    | { readonly severity: 'deprecation'; readonly effectiveVersion?: string }
    /** Optional today; the version that requires it. */
    | { readonly severity: 'future_required'; readonly effectiveVersion: string }
  );

interface NoticeText {
  /** The same for the same fact in every version; what readers aggregate by. */
  readonly code: string;
  readonly message: string;
  /** Dotted path of the capability it is about. */
  readonly capabilityPath?: string;
  /** The place in the capabilities answer it is about. */
  readonly capabilityPointer?: JsonPointer;
}
