import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { fieldAt } from '../field.ts';
import { failed, passed } from '../outcome.ts';
import { withOriginNormalised } from '../url.ts';

/** The metadata's `resource` is the URL clients call: origin compared loosely, everything behind it to the letter. */
export const resourceEqualsAgentUrl = defineCheck({
  kind: 'resource_equals_agent_url',
  summary: 'The resource of the metadata document is the URL of the agent.',
  needs: 'payload',
  params: z.object({}),
  judge(_, { extraction, run }) {
    const { pointer, value } = fieldAt(extraction.payload, 'resource');
    const same =
      typeof value === 'string' &&
      withOriginNormalised(value) === withOriginNormalised(run.agentUrl);
    return same ? passed : failed({ pointer, expected: run.agentUrl, actual: value });
  },
});
