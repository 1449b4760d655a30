import type { Exchange, Extraction } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import { controllerTask } from '../request/controller.ts';
import { isObject, listOf } from '../support/json.ts';
import { buildIn, ownCall } from './build-in.ts';
import type { StepScope } from './scope.ts';

/** What the controller answered to a call of the runner's own. */
export interface ControllerAnswer {
  readonly exchange: Exchange;
  readonly extraction: Extraction | null;
}

/** Asks the test controller in the name of a step: with its storyboard's account, like every controller call. */
export async function askController(
  scope: StepScope,
  payload: JsonObject,
): Promise<ControllerAnswer | null> {
  const built = buildIn(scope, ownCall(controllerTask, payload));
  if (built.kind !== 'ready') return null;
  const { transport, signal, timeoutMs } = scope.session;
  const exchange = await transport.send(built.request, { signal, timeoutMs });
  const extraction = exchange.kind === 'answered' ? transport.extract(exchange.response) : null;
  return { exchange, extraction };
}

/** The scenarios a target's controller knows: asked for when first needed, once a run. */
export class ControllerScenarios {
  #known: Promise<ReadonlySet<string>> | null = null;

  /** Empty where the agent lists no controller, or its answer names no scenario. */
  of(scope: StepScope): Promise<ReadonlySet<string>> {
    return (this.#known ??= scenariosOf(scope));
  }
}

async function scenariosOf(scope: StepScope): Promise<ReadonlySet<string>> {
  if (!scope.session.profile.tools.has(controllerTask)) return new Set();
  const answer = await askController(scope, { scenario: 'list_scenarios' });
  if (answer?.extraction?.outcome !== 'success') return new Set();
  const { payload } = answer.extraction;
  const names = isObject(payload) ? payload['scenarios'] : null;
  const list = listOf(names);
  return new Set(list.filter((name) => typeof name === 'string'));
}
