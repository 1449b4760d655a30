import { fill, unchanged } from '../change.ts';
import type { Invariant } from '../invariant.ts';

const id = 'adcp-version';

/** A version the author wrote is left alone, and so is a request whose schema knows of none. */
export const adcpVersion: Invariant = {
  id,
  summary: 'With --adcp-version, requests whose schema declares adcp_version say it.',

  apply({ payload, operation, facts }) {
    const version = facts.adcpVersion ?? null;
    if (version === null || 'adcp_version' in payload || !operation.declares('adcp_version'))
      return unchanged(payload);
    const reason = `the run speaks ${version} (--adcp-version) and the step names no version`;
    return fill(payload, 'adcp_version', version, { invariant: id, reason });
  },
};
