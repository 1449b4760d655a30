import { join } from 'node:path';

/** This package's folder. */
export const root = join(import.meta.dirname, '..');
const sdk = join(root, 'node_modules/@adcp/sdk');

/** The command line, as installed. */
export const bin = join(root, 'bin/storyboard.js');

/** Sends a recording again. */
export const replayer = join(import.meta.dirname, 'replay.js');

/** The reference runner's command line. */
export const reference = join(sdk, 'bin/adcp.js');

/** The published suite. */
export const publishedSuite = join(sdk, 'compliance/cache/3.0.6');
