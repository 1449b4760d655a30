import type { Invariant } from '../invariant.ts';
import { account } from './account.ts';
import { adcpVersion } from './adcp-version.ts';
import { bidPrice } from './bid-price.ts';
import { brand } from './brand.ts';
import { dates } from './dates.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { operator } from './operator.ts';
import { sandbox } from './sandbox.ts';
import { sentinels } from './sentinels.ts';
import { webhookTrigger } from './webhook-trigger.ts';

/** Applied top to bottom: later ones see what earlier ones added. */
export const invariants: readonly Invariant[] = [
  dates,
  webhookTrigger,
  sentinels,
  bidPrice,
  brand,
  operator,
  account,
  sandbox,
  idempotencyKey,
  adcpVersion,
];
