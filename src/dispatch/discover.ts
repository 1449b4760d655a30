import type { Exchange, Unanswered } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import type { AgentProfile } from '../model/plan.ts';
import { cut } from '../support/cut.ts';
import { isObject } from '../support/json.ts';
import type { AgentDescription, CallLimits, Transport } from './transport.ts';

/** The tool that says what an agent can do. */
const capabilitiesTool = 'get_adcp_capabilities';

/** Asks an agent once for its name, its tools and its capabilities; `Unanswered` when not even the first two came. */
export async function discover(
  transport: Transport,
  limits: CallLimits,
): Promise<AgentProfile | Unanswered> {
  const description = await transport.describe(limits);
  if (description.kind === 'unanswered') return description;
  const read = await readCapabilities(transport, description, limits);
  const tools = new Map(description.tools.map((tool) => [tool.name, tool]));
  if (read.capabilities !== null && !tools.has(capabilitiesTool))
    tools.set(capabilitiesTool, { name: capabilitiesTool, inputSchema: null });
  return {
    identity: {
      name: description.name,
      version: description.version,
      protocolVersion: description.protocolVersion,
      tools: [...tools.keys()],
      capabilities: read.capabilities,
    },
    tools,
    ...read,
  };
}

/** True when discovery gave a profile. */
export function isProfile(found: AgentProfile | Unanswered): found is AgentProfile {
  return 'identity' in found;
}

type Capabilities = Pick<
  AgentProfile,
  'capabilities' | 'capabilitiesProblem' | 'capabilitiesUnread'
>;

async function readCapabilities(
  transport: Transport,
  description: AgentDescription,
  limits: CallLimits,
): Promise<Capabilities> {
  const listed = description.tools.some((tool) => tool.name === capabilitiesTool);
  if (!listed && description.isComplete) return problem(`The agent lists no ${capabilitiesTool}.`);
  const { protocol } = transport;
  const request = {
    protocol,
    operation: capabilitiesTool,
    payload: {},
    credential: { kind: 'default' },
  } as const;
  const read = judge(transport, await transport.send(request, limits));
  const { capabilitiesProblem: why } = read;
  // Where the tool is not listed, having no capabilities is an answer.
  return listed && why !== null ? { ...read, capabilitiesUnread: why.replace(/\.$/, '') } : read;
}

function judge(transport: Transport, exchange: Exchange): Capabilities {
  if (exchange.kind === 'unanswered') return problem(exchange.detail);
  const { outcome, payload, note } = transport.extract(exchange.response);
  if (outcome === 'success' && isObject(payload))
    return { capabilities: payload, capabilitiesProblem: null };
  const said = outcome === 'error' ? describeError(payload) : (note ?? 'no payload');
  return problem(`${capabilitiesTool} gave no capabilities: ${said}.`);
}

function describeError(payload: Json): string {
  return cut(JSON.stringify(payload), 200);
}

function problem(sentence: string): Capabilities {
  return { capabilities: null, capabilitiesProblem: sentence };
}
