import type { Json } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import type { AnsweredStep, Assertion, AssertionFinding } from '../assertion.ts';
import { answeredSteps, fault, sentBy } from '../assertion.ts';
import { errorCodes } from '../error-code.ts';

/** Once governance denied a plan, no later write gets a resource for it. */
export const denialBlocksMutation: Assertion = {
  id: 'governance.denial_blocks_mutation',
  summary: 'After a denial no write acquires a resource for the same plan.',
  byDefault: true,
  judge({ steps }) {
    // By plan; under null a denial that names none and so concerns every plan.
    const denials = new Map<string | null, Denial>();
    return answeredSteps(steps).flatMap((step) => {
      const signal = denialIn(step);
      if (signal === null) return bypassOf(step, denials);
      const plan = planOf(step);
      // A denial the author expects is a scene of the storyboard: what follows is its recovery.
      if (step.expects === 'success' && !denials.has(plan)) {
        denials.set(plan, { stepId: step.stepId, signal });
      }
      return [];
    });
  },
};

interface Denial {
  readonly stepId: string;
  readonly signal: string;
}

const denialCodes = new Set([
  'GOVERNANCE_DENIED',
  'CAMPAIGN_SUSPENDED',
  'PERMISSION_DENIED',
  'POLICY_VIOLATION',
  'TERMS_REJECTED',
  'COMPLIANCE_UNSATISFIED',
]);

const writes = new Set([
  'create_media_buy',
  'update_media_buy',
  'activate_signal',
  'acquire_rights',
  ...['property_list', 'collection_list'].flatMap((list) =>
    ['create', 'update', 'delete'].map((verb) => `${verb}_${list}`),
  ),
]);

/** Media buys in other states hold nothing yet, or nothing any more. */
const holding = new Set(['pending_creatives', 'pending_start', 'active', 'paused', 'completed']);

const resourceIds = [
  'media_buy_id',
  'plan_id',
  'creative_id',
  'audience_id',
  'catalog_id',
  'activation_id',
  'property_list_id',
  'collection_list_id',
  'acquisition_id',
  'operation_id',
];

function denialIn({ task, extraction }: AnsweredStep): string | null {
  if (!extraction) return null;
  const code = errorCodes(extraction).find((found) => denialCodes.has(found.code))?.code;
  if (code !== undefined) return code;
  const { payload } = extraction;
  const denied = task === 'check_governance' && textIn(payload, 'status') === 'denied';
  return denied ? 'status "denied"' : null;
}

function bypassOf(
  step: AnsweredStep,
  denials: ReadonlyMap<string | null, Denial>,
): readonly AssertionFinding[] {
  const field = acquiredBy(step);
  const plan = planOf(step);
  const denial = denials.get(plan) ?? denials.get(null);
  if (field === null || !denial) return [];
  const which = plan === null ? '' : ` for plan ${plan}`;
  return [
    fault(step, `/${field}`, {
      actual: textIn(step.extraction?.payload ?? null, field),
      note: `${denial.stepId} was answered ${denial.signal}; this write acquired a resource${which} all the same`,
    }),
  ];
}

function acquiredBy({ task, verdict, expects, extraction }: AnsweredStep): string | null {
  if (verdict !== 'passed' || expects === 'error' || !writes.has(task)) return null;
  if (extraction?.outcome !== 'success') return null;
  const { payload } = extraction;
  if (task.endsWith('_media_buy') && !holdsInventory(payload)) return null;
  return resourceIds.find((field) => textIn(payload, field) !== null) ?? null;
}

function holdsInventory(payload: Json): boolean {
  const status = textIn(payload, 'media_buy_status') ?? textIn(payload, 'status');
  return status === null || holding.has(status);
}

function planOf(step: AnsweredStep): string | null {
  return textIn(step.extraction?.payload ?? null, 'plan_id') ?? textIn(sentBy(step), 'plan_id');
}

function textIn(value: Json, key: string): string | null {
  const text = isObject(value) && Object.hasOwn(value, key) ? value[key] : null;
  return typeof text === 'string' && text !== '' ? text : null;
}
