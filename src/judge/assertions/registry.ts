import type { Assertion } from '../assertion.ts';
import { conflictNoPayloadLeak } from './conflict-no-payload-leak.ts';
import { denialBlocksMutation } from './denial-blocks-mutation.ts';
import { impairmentCoherence } from './impairment-coherence.ts';
import { noSecretEcho } from './no-secret-echo.ts';
import { statusMonotonic } from './status-monotonic.ts';

/** Every assertion the runner judges by, in the order it is listed to the user. */
export const assertions: readonly Assertion[] = [
  statusMonotonic,
  noSecretEcho,
  conflictNoPayloadLeak,
  denialBlocksMutation,
  impairmentCoherence,
];
