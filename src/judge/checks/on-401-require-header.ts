import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { failed, passed } from '../outcome.ts';

/** A 401 carries the header; any other status is none of this check's business. */
export const on401RequireHeader = defineCheck({
  kind: 'on_401_require_header',
  summary: 'If the HTTP status is 401, a header is present and not empty.',
  needs: 'http',
  params: z.object({ value: z.string().min(1, { error: 'must name a header' }) }),
  judge({ value: header }, { response }) {
    if (response.status === null) {
      return failed({ expected: header, note: 'the transport shows no HTTP status' });
    }
    if (response.status !== 401) return passed;
    const name = header.toLowerCase();
    const found = Object.hasOwn(response.headers, name) ? response.headers[name] : undefined;
    return found?.trim() ? passed : failed({ expected: header, actual: found });
  },
});
