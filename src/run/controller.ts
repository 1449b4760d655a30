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

/** What a controller knows, or why it did not tell: `refused` where it answered all the same. */
export type KnownScenarios =
  | { readonly kind: 'known'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'refused' | 'silent'; readonly detail: string };

/** The scenarios a target's controller knows: asked for when first needed, and once it has told, not again. */
export class ControllerScenarios {
  #known: KnownScenarios | null = null;

  /** None where the agent lists no controller, or its answer names no scenario. */
  async of(scope: StepScope): Promise<KnownScenarios> {
    const found = this.#known ?? (await scenariosOf(scope));
    if (found.kind === 'known') this.#known = found;
    return found;
  }
}

async function scenariosOf(scope: StepScope): Promise<KnownScenarios> {
  if (!scope.session.profile.tools.has(controllerTask)) return { kind: 'known', names: new Set() };
  const answer = await askController(scope, { scenario: 'list_scenarios' });
  if (answer === null) return { kind: 'silent', detail: 'the question could not be built' };
  const { exchange, extraction } = answer;
  if (exchange.kind === 'unanswered') return { kind: 'silent', detail: exchange.detail };
  const payload = extraction?.payload ?? null;
  if (extraction?.outcome === 'error')
    return { kind: 'refused', detail: `it answered ${JSON.stringify(payload).slice(0, 200)}` };
  const names = listOf(isObject(payload) ? payload['scenarios'] : undefined);
  return { kind: 'known', names: new Set(names.filter((name) => typeof name === 'string')) };
}
