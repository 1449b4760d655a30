import { readAuthored, textsOf } from '../census/authored.ts';
import { agents, all, answering, refusal, type Body, type Scene } from './scene.ts';

const steps = readAuthored().steps;
const idsOf = (form: RegExp) =>
  steps.flatMap(({ id }) => textsOf(id)).filter((id) => form.test(id));
const called = idsOf(/^call_/);
const tooled = agents(
  { tool: { total: 1 } },
  called.map((id) => id.replace('call_', '')).join(' '),
);

const tools: Scene = {
  storyboard: 'tools',
  honest: { agent: tooled.honest, steps: all('passed', called.join(' ')) },
  broken: [
    { name: 'forgets a total', agent: tooled.but({ tool: {} }), fails: 'call_buy_products' },
    {
      name: 'refuses everything',
      agent: tooled.but({ tool: refusal('X') }),
      fails: 'call_search_brands',
    },
  ],
};

const scenarios = idsOf(/^scenario_/);
const controlling = (wrong: Readonly<Record<string, Body>> = {}) => {
  return () =>
    answering({
      comply_test_controller: ({ scenario }) => {
        const isKnown = scenario !== 'nonexistent_scenario';
        return (
          wrong[String(scenario)] ?? (isKnown ? { success: true } : refusal('UNKNOWN_SCENARIO'))
        );
      },
    });
};

const controller: Scene = {
  storyboard: 'scenarios',
  honest: { agent: controlling(), steps: all('passed', scenarios.join(' ')) },
  broken: [
    {
      name: 'knows what nobody knows',
      agent: controlling({ nonexistent_scenario: { success: true } }),
      fails: 'scenario_nonexistent_scenario',
    },
    {
      name: 'cannot do what it lists',
      agent: controlling({ force_creative_purge: refusal('INTERNAL_ERROR') }),
      fails: 'scenario_force_creative_purge',
    },
  ],
};

const crew = ['sales', 'governance', 'brand', 'signals', 'creative-builder'];
const anybody = () =>
  answering({}, 'check_governance get_brand_identity get_signals build_creative get_products');
const nobody = () => ({ ...anybody(), tool: () => ({ agent: null }) });

const routing: Scene = {
  storyboard: 'routing',
  honest: {
    agent: anybody,
    crew,
    steps: all('passed', 'to_governance to_brand to_signals to_builder to_sales by_default'),
  },
  broken: [
    { name: 'does not say who it is', agent: nobody, crew, fails: 'to_governance' },
    {
      name: 'is missing in the crew',
      agent: anybody,
      crew: ['governance', 'brand', 'signals', 'creative-builder'],
      fails: 'by_default',
      steps: { to_governance: 'passed', to_sales: 'failed' },
    },
  ],
  moot: [
    { name: 'is alone', agent: anybody, reason: 'requirement_unmet', detail: /^multi_agent$/ },
  ],
};

const byDefault = ['brand', 'creative_builder', 'signals'].map((name): Scene => ({
  storyboard: `default_agent_${name}`,
  honest: { agent: anybody, steps: { anybody: 'passed' } },
  broken: [{ name: 'does not say who it is', agent: nobody, fails: 'anybody' }],
}));

/** Every tool, every scenario of the controller, and several agents at once. */
export const catalogueScenes: readonly Scene[] = [tools, controller, routing, ...byDefault];
