import { config } from 'zod';

// Schemas would compile themselves when first used, which only pays after many more values than a run has.
config({ jitless: true });
