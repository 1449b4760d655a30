import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { terminal } from './terminal.ts';

/** Every reporter `--report` knows. */
export const reporters: readonly Reporter[] = [terminal, json];
