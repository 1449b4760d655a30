import { expect, test } from 'vitest';
import { impairmentCoherence } from '../../src/judge/assertions/impairment-coherence.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import { rejected, succeeded } from './support/steps.ts';

const creatives = (status: string, stepId = 'look') =>
  succeeded('list_creatives', { creatives: [{ creative_id: 'c1', status }] }, { stepId });
const bought = (over: Record<string, unknown>, stepId = 'buys') =>
  succeeded(
    'get_media_buys',
    {
      media_buys: [
        {
          media_buy_id: 'm1',
          status: 'active',
          packages: [{ creative_approvals: [{ creative_id: 'c1' }] }],
          ...over,
        },
      ],
    },
    { stepId },
  );
const impaired = {
  health: 'impaired',
  impairments: [{ resource_type: 'creative', resource_id: 'c1' }],
};

const rows: readonly {
  readonly name: string;
  readonly steps: readonly StepResult[];
  readonly faults: readonly string[];
}[] = [
  {
    name: 'holds where an offline creative is named',
    steps: [creatives('rejected'), bought(impaired)],
    faults: [],
  },
  {
    name: 'holds where nothing is offline',
    steps: [creatives('approved'), bought({ health: 'ok', impairments: [] })],
    faults: [],
  },
  {
    name: 'catches an offline creative that a running buy does not name',
    steps: [creatives('rejected'), bought({ health: 'ok', impairments: [] })],
    faults: ['buys /media_buys/0/impairments'],
  },
  {
    name: 'catches an offline audience behind a package',
    steps: [
      succeeded('sync_audiences', { audiences: [{ audience_id: 'a1', status: 'suspended' }] }),
      bought({ packages: [{ targeting_overlay: { audience_include: ['a1'] } }] }),
    ],
    faults: ['buys /media_buys/0/impairments'],
  },
  {
    name: 'does not need an audience that is left out',
    steps: [
      succeeded('sync_audiences', { audiences: [{ audience_id: 'a1', status: 'suspended' }] }),
      bought({ packages: [{ targeting_overlay: { audience_exclude: ['a1'] } }] }),
    ],
    faults: [],
  },
  {
    name: 'asks nothing more of a buy that is over',
    steps: [creatives('rejected'), bought({ status: 'canceled', health: 'ok' })],
    faults: [],
  },
  {
    name: 'catches an impairment by a creative that works',
    steps: [creatives('approved'), bought(impaired)],
    faults: ['buys /media_buys/0/impairments/0'],
  },
  {
    name: 'believes an impairment by something nobody looked at',
    steps: [bought(impaired)],
    faults: [],
  },
  {
    name: 'lets a creative recover',
    steps: [
      creatives('rejected', 'a'),
      creatives('approved', 'b'),
      bought({ health: 'ok', impairments: [] }),
    ],
    faults: [],
  },
  {
    name: 'catches good health beside an impairment',
    steps: [creatives('rejected'), bought({ ...impaired, health: 'ok' })],
    faults: ['buys /media_buys/0/health'],
  },
  {
    name: 'catches bad health without one',
    steps: [bought({ health: 'impaired', impairments: [] })],
    faults: ['buys /media_buys/0/health'],
  },
  {
    name: 'reads a buy at the root of an answer, by its own status',
    steps: [
      creatives('rejected'),
      succeeded('update_media_buy', {
        media_buy_id: 'm1',
        status: 'completed',
        media_buy_status: 'active',
        packages: [{ creative_assignments: [{ creative_id: 'c1' }] }],
      }),
    ],
    faults: ['update_media_buy /impairments'],
  },
  {
    name: 'reads nothing out of a rejection',
    steps: [
      creatives('rejected'),
      rejected('get_media_buys', { media_buys: [{ media_buy_id: 'm1', health: 'impaired' }] }),
    ],
    faults: [],
  },
];

test.each(rows)('impairment.coherence $name', ({ steps, faults }) => {
  const findings = impairmentCoherence.judge({ steps, secrets: [] });
  const seen = findings.map(({ stepId, outcome }) =>
    outcome.status === 'failed' ? `${stepId ?? ''} ${outcome.pointer ?? ''}` : outcome.status,
  );
  expect(seen).toEqual(faults);
});
