import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { routeSeeding, routeStep, type AgentClaims } from '../../src/plan/routing.ts';
import { protocolOfTask } from '../../src/plan/task-protocols.ts';
import { anAuthoredStep, anAuthoredStoryboard } from '../judge/support/storyboards.ts';

const claiming = (...supported_protocols: readonly string[]): JsonObject => ({
  supported_protocols,
});

const agents = (
  claims: Readonly<Record<string, JsonObject | null>>,
  defaultAgent: string | null = null,
): AgentClaims => ({ capabilities: new Map(Object.entries(claims)), defaultAgent });

const two = { sales: claiming('media_buy'), rules: claiming('governance') };

function aCall(task: string, agent: string | null = null) {
  const step = anAuthoredStep('s');
  if (step.action.kind !== 'call') throw new Error('a call');
  return { ...step, action: { ...step.action, request: { ...step.action.request, task, agent } } };
}

const board = (defaultAgent: string | null = null) => anAuthoredStoryboard([], { defaultAgent });

interface Row {
  readonly name: string;
  readonly task: string;
  readonly agent?: string;
  readonly ofBoard?: string;
  readonly among: AgentClaims;
  readonly to: string;
}

test.each<Row>([
  {
    name: 'by the agent it names, whoever claims its protocol',
    task: 'get_products',
    agent: 'rules',
    ofBoard: 'sales',
    among: agents(two, 'sales'),
    to: 'rules',
  },
  {
    name: 'to the one agent that claims its protocol, before any default',
    task: 'check_governance',
    ofBoard: 'sales',
    among: agents(two, 'sales'),
    to: 'rules',
  },
  {
    name: 'by the claim as it may be spelled',
    task: 'get_products',
    among: agents({ a: claiming('media-buy'), b: null }),
    to: 'a',
  },
  {
    name: 'to the default of its storyboard, before the one of the run',
    task: 'get_signals',
    ofBoard: 'rules',
    among: agents(two, 'sales'),
    to: 'rules',
  },
  {
    name: 'to the default of the run',
    task: 'get_adcp_capabilities',
    among: agents(two, 'sales'),
    to: 'sales',
  },
  {
    name: 'to the one agent with a test controller',
    task: 'comply_test_controller',
    among: agents({ sales: { ...claiming('media_buy'), compliance_testing: {} }, rules: null }),
    to: 'sales',
  },
  {
    name: 'nowhere when it names an agent the run does not have',
    task: 'get_products',
    agent: 'brand',
    ofBoard: 'sales',
    among: agents(two, 'sales'),
    to: 'unrouted_step',
  },
  {
    name: 'nowhere when two agents claim its protocol, whatever the defaults',
    task: 'get_products',
    ofBoard: 'a',
    among: agents({ a: claiming('media_buy'), b: claiming('media_buy') }, 'a'),
    to: 'unrouted_step',
  },
  {
    name: 'nowhere when the default of its storyboard is missing, although the run has one',
    task: 'get_signals',
    ofBoard: 'signals',
    among: agents(two, 'sales'),
    to: 'default_agent_unresolved',
  },
  {
    name: 'nowhere when the default of the run is missing',
    task: 'get_signals',
    among: agents(two, 'signals'),
    to: 'default_agent_unresolved',
  },
  {
    name: 'nowhere when nobody claims its protocol and there is no default',
    task: 'get_signals',
    among: agents(two),
    to: 'unrouted_step',
  },
  {
    name: 'nowhere when it has no protocol and there is no default',
    task: 'list_accounts',
    among: agents(two),
    to: 'unrouted_step',
  },
])('a step goes $name', ({ task, agent, ofBoard, among, to }) => {
  const route = routeStep(aCall(task, agent ?? null), board(ofBoard ?? null), among);
  expect(route.kind === 'agent' ? route.name : route.code).toBe(to);
});

test('a task of the runner goes to the agent it names, else to the default', () => {
  const step = (params: JsonObject) =>
    anAuthoredStep('s', { action: { kind: 'runner_task', task: 'expect_webhook', params } });
  const among = agents(two, 'sales');
  expect(routeStep(step({ agent: 'rules' }), board(), among)).toMatchObject({ name: 'rules' });
  expect(routeStep(step({}), board(), among)).toMatchObject({ name: 'sales' });
});

test('a failure names the agents and what to do', () => {
  const both = agents({ a: claiming('media_buy'), b: claiming('media_buy') });
  expect(routeStep(aCall('get_products'), board(), both)).toMatchObject({
    detail: 'a, b claim media_buy; the step has to name its agent',
  });
  expect(routeStep(aCall('get_signals'), board(), agents(two))).toMatchObject({
    detail:
      'none of sales, rules claims signals, the protocol of get_signals, and there is no default agent',
  });
});

test.each<{ name: string; among: AgentClaims; ofBoard?: string; to: string }>([
  {
    name: 'to the default of the storyboard',
    among: agents(two, 'sales'),
    ofBoard: 'rules',
    to: 'rules',
  },
  { name: 'to the default of the run', among: agents(two, 'rules'), to: 'rules' },
  {
    name: 'to the agent called sales',
    among: agents({ x: claiming('media_buy'), sales: null }),
    to: 'sales',
  },
  {
    name: 'to the one that sells',
    among: agents({ x: claiming('media_buy'), y: claiming('signals') }),
    to: 'x',
  },
  {
    name: 'nowhere when two sell',
    among: agents({ x: claiming('media_buy'), y: claiming('media_buy') }),
    to: 'unrouted_step',
  },
  {
    name: 'nowhere when the default is missing',
    among: agents(two, 'nobody'),
    to: 'default_agent_unresolved',
  },
])('seeding goes $name', ({ among, ofBoard, to }) => {
  const route = routeSeeding(board(ofBoard ?? null), among);
  expect(route.kind === 'agent' ? route.name : route.code).toBe(to);
});

test.each([
  ['get_products', 'media_buy'],
  ['delete_collection_list', 'governance'],
  ['si_send_message', 'sponsored_intelligence'],
  ['acquire_rights', 'brand'],
  ['list_products', 'media_buy'],
  ['buy_products', 'media_buy'],
  ['control_media_buy', 'media_buy'],
  ['request_proposals', 'media_buy'],
  ['refine_proposals', 'media_buy'],
  ['accept_proposal', 'media_buy'],
  ['decline_proposals', 'media_buy'],
  ['report_plan_adjustment', 'governance'],
  ['search_brands', 'brand'],
  ['get_adcp_capabilities', undefined],
  ['list_tasks', undefined],
])('%s belongs to %s', (task, protocol) => {
  expect(protocolOfTask.get(task)).toBe(protocol);
});
