import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { graphFaults } from '../oauth-graph.ts';
import { failed, passed } from '../outcome.ts';

/** Everything the agent's OAuth metadata leads to is there and agrees (oauth-setup runner contract). */
export const oauthMetadataGraph = defineCheck({
  kind: 'oauth_metadata_graph',
  summary: 'The OAuth metadata of the agent and all it leads to is complete, exact and reachable.',
  needs: 'run',
  params: z.object({}),
  judge(_, { metadataGraph, agentUrl }) {
    const expected = { profile: 'adcp/oauth-metadata-graph/v1' };
    if (metadataGraph === undefined) {
      return failed({ expected, note: 'only protected_resource_metadata follows the metadata' });
    }
    const [first, ...others] = graphFaults(metadataGraph, agentUrl);
    if (first === undefined) return passed;
    const observations = others.map((fault) => JSON.stringify(fault));
    return failed({ expected, actual: { ...first }, observations });
  },
});
