import { afterEach, expect, test } from 'vitest';
import { discover, isProfile } from '../../src/dispatch/discover.ts';
import { mcp } from '../../src/dispatch/mcp.ts';
import { startAgent, stall, text, type AgentScript } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const capabilities = { adcp: { major_versions: [3] }, supported_protocols: ['media_buy'] };
const tools = ['get_adcp_capabilities', 'get_products'];

async function discovered(script: AgentScript, timeoutMs = 10_000) {
  const agent = await startAgent(script);
  const transport = mcp.open({
    url: agent.url,
    credential: { kind: 'none' },
    now: () => new Date(0),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(agent, transport);
  const limits = { signal: new AbortController().signal, timeoutMs };
  return { agent, found: await discover(transport, limits) };
}

test('an agent is asked once for its name, its tools and its capabilities', async () => {
  const { agent, found } = await discovered({ tools, tool: () => capabilities });
  expect(found).toEqual({
    identity: {
      name: 'scripted agent',
      version: '1.2.3',
      protocolVersion: '2025-06-18',
      tools,
      capabilities,
    },
    tools: new Map(tools.map((name) => [name, { name, inputSchema: { type: 'object' } }])),
    capabilities,
    capabilitiesProblem: null,
  });
  expect(isProfile(found)).toBe(true);
  expect(agent.log).toEqual([
    'initialize',
    'notifications/initialized',
    'tools/list',
    'tools/call get_adcp_capabilities',
  ]);
});

test('an agent without the capabilities tool is not asked for it', async () => {
  const { agent, found } = await discovered({ tools: ['get_products'] });
  expect(found).toMatchObject({
    capabilities: null,
    capabilitiesProblem: 'The agent lists no get_adcp_capabilities.',
  });
  expect(found).not.toHaveProperty('capabilitiesUnread');
  expect(agent.log.join()).not.toContain('tools/call');
});

test.each<{ name: string; script: AgentScript; problem: RegExp }>([
  {
    name: 'are an error',
    script: { tool: () => ({ isError: true, structuredContent: { adcp_error: { code: 'X' } } }) },
    problem: /gave no capabilities: \{"adcp_error":\{"code":"X"\}\}\.$/,
  },
  {
    name: 'are prose',
    script: { tool: () => ({ content: [{ type: 'text', text: 'hi' }] }) },
    problem: /gave no capabilities: text is not JSON/,
  },
  {
    name: 'are not answered',
    script: { on: ({ tool }) => (tool ? text(500, 'oops') : undefined) },
    problem: /answered HTTP 500: "oops"/,
  },
])('a profile says so when the capabilities $name', async ({ script, problem }) => {
  const { found } = await discovered({ tools, ...script });
  expect(found).toMatchObject({
    capabilities: null,
    capabilitiesProblem: expect.stringMatching(problem) as string,
    capabilitiesUnread: expect.stringMatching(/[^.]$/) as string,
  });
});

test.each<{ name: string; script: AgentScript; reason: string; timeoutMs?: number }>([
  { name: 'asks for credentials', script: { accepts: ['Bearer x'] }, reason: 'unauthorized' },
  { name: 'is broken', script: { on: () => text(500, '') }, reason: 'server_error' },
  { name: 'does not answer', script: { on: () => stall }, reason: 'timed_out', timeoutMs: 50 },
])('there is no profile of an agent that $name', async ({ script, reason, timeoutMs }) => {
  const { found } = await discovered(script, timeoutMs);
  expect(found).toMatchObject({ kind: 'unanswered', reason });
  expect(isProfile(found)).toBe(false);
});
