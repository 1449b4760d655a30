import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalTarget } from '../../../src/dispatch/signatures/canonical-url.ts';
import { published } from '../../support/run-suite.ts';

interface Case {
  readonly name: string;
  readonly input_url: string;
  readonly expected_target_uri?: string;
  readonly expected_authority?: string;
}

const file = join(published, 'test-vectors/request-signing/canonicalization.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

test.each(cases)('the published case $name', (published) => {
  const { input_url: url, expected_target_uri: uri, expected_authority: authority } = published;
  expect(canonicalTarget(url)).toEqual(uri === undefined ? null : { uri, authority });
});
