import { httpStatusIn } from '../../../src/judge/checks/http-status-in.ts';
import { httpStatus } from '../../../src/judge/checks/http-status.ts';
import { on401RequireHeader } from '../../../src/judge/checks/on-401-require-header.ts';
import { resourceEqualsAgentUrl } from '../../../src/judge/checks/resource-equals-agent-url.ts';
import { statusCode } from '../../../src/judge/checks/status-code.ts';
import { aRun, withError, withHttp, withPayload } from '../support/evidence.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

const sentNothing = { exchange: null, extraction: null, run: aRun() };

judgeTable(httpStatus, [
  {
    name: 'passes on the status asked for',
    params: { value: 401 },
    evidence: withHttp(401),
    status: 'passed',
  },
  {
    name: 'fails on another',
    params: { value: 401 },
    evidence: withHttp(200),
    status: 'failed',
    expected: 401,
    actual: 200,
  },
  {
    name: 'tells a number from its text',
    params: { value: '$context.status' },
    evidence: withHttp(401),
    status: 'failed',
  },
  {
    name: 'fails where the transport shows none',
    params: { value: 200 },
    evidence: withHttp(null),
    status: 'failed',
    note: /shows no HTTP status/,
  },
  {
    name: 'fails where there is no answer at all',
    params: { value: 200 },
    evidence: sentNothing,
    status: 'failed',
    note: /needs an HTTP answer; this step has none/,
  },
]);
refuseTable(httpStatus, [
  { name: 'no status', params: {}, key: 'value', message: /http_status needs "value"/ },
  {
    name: 'a status that is text',
    params: { value: '401' },
    key: 'value',
    message: /must be a number .*, not "401"/,
  },
]);

judgeTable(httpStatusIn, [
  {
    name: 'passes on one of several',
    params: { allowed_values: [401, 403] },
    evidence: withHttp(403),
    status: 'passed',
  },
  {
    name: 'fails on any other',
    params: { allowed_values: [401, 403] },
    evidence: withHttp(500),
    status: 'failed',
    expected: [401, 403],
    actual: 500,
  },
  {
    name: 'fails where the transport shows none',
    params: { allowed_values: [200] },
    evidence: withHttp(null),
    status: 'failed',
    note: /shows no HTTP status/,
  },
]);
refuseTable(httpStatusIn, [
  {
    name: 'an empty list',
    params: { allowed_values: [] },
    key: 'allowed_values',
    message: /at least one status/,
  },
]);

judgeTable(on401RequireHeader, [
  {
    name: 'passes on a 401 with the header',
    params: { value: 'WWW-Authenticate' },
    evidence: withHttp(401, { 'www-authenticate': 'Bearer' }),
    status: 'passed',
  },
  {
    name: 'passes on any other status',
    params: { value: 'www-authenticate' },
    evidence: withHttp(403),
    status: 'passed',
  },
  {
    name: 'fails on a 401 without the header',
    params: { value: 'www-authenticate' },
    evidence: withHttp(401),
    status: 'failed',
    expected: 'www-authenticate',
    actual: null,
  },
  {
    name: 'fails on a 401 with an empty header',
    params: { value: 'www-authenticate' },
    evidence: withHttp(401, { 'www-authenticate': ' ' }),
    status: 'failed',
    actual: ' ',
  },
  {
    name: 'ignores inherited properties',
    params: { value: 'toString' },
    evidence: withHttp(401),
    status: 'failed',
  },
  {
    name: 'fails where the transport shows no status',
    params: { value: 'www-authenticate' },
    evidence: withHttp(null),
    status: 'failed',
  },
]);
refuseTable(on401RequireHeader, [
  { name: 'no header', params: {}, key: 'value', message: /needs "value"/ },
]);

judgeTable(statusCode, [
  { name: 'passes on success', params: {}, evidence: withPayload({}), status: 'passed' },
  {
    name: 'fails on an error',
    params: {},
    evidence: withError({ adcp_error: { code: 'X' } }),
    status: 'failed',
    expected: 'success',
    actual: 'error',
  },
]);

const resource = (url: unknown, agentUrl: string) =>
  withPayload({ resource: url as string }, { agentUrl });

judgeTable(resourceEqualsAgentUrl, [
  {
    name: 'passes on the same URL',
    params: {},
    evidence: resource('https://agent.test/mcp', 'https://agent.test/mcp'),
    status: 'passed',
  },
  {
    name: 'passes over the case of the origin and its default port',
    params: {},
    evidence: resource('HTTPS://Agent.Test:443/mcp', 'https://agent.test/mcp'),
    status: 'passed',
  },
  {
    name: 'minds the case of the path',
    params: {},
    evidence: resource('https://agent.test/MCP', 'https://agent.test/mcp'),
    status: 'failed',
    pointer: '/resource',
    expected: 'https://agent.test/mcp',
    actual: 'https://agent.test/MCP',
  },
  {
    name: 'minds a trailing slash',
    params: {},
    evidence: resource('https://agent.test/mcp/', 'https://agent.test/mcp'),
    status: 'failed',
  },
  {
    name: 'minds another port',
    params: {},
    evidence: resource('https://agent.test:8443/mcp', 'https://agent.test/mcp'),
    status: 'failed',
  },
  {
    name: 'minds the port that is default elsewhere',
    params: {},
    evidence: resource('http://agent.test:443/mcp', 'http://agent.test/mcp'),
    status: 'failed',
  },
  {
    name: 'minds a query',
    params: {},
    evidence: resource('https://agent.test/mcp?x=1', 'https://agent.test/mcp'),
    status: 'failed',
  },
  {
    name: 'fails on the mere origin',
    params: {},
    evidence: resource('https://agent.test', 'https://agent.test/mcp'),
    status: 'failed',
  },
  {
    name: 'fails where there is none',
    params: {},
    evidence: withPayload({}, { agentUrl: 'https://agent.test/mcp' }),
    status: 'failed',
    actual: null,
  },
  {
    name: 'fails on what is no text',
    params: {},
    evidence: resource(['https://agent.test/mcp'], 'https://agent.test/mcp'),
    status: 'failed',
  },
]);
