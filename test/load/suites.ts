import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SourceProblem } from '../../src/model/source.ts';
import type { CheckSignature } from '../../src/model/storyboard.ts';
import { languageChecks } from '../../src/load/language.ts';
import type { LoadOptions } from '../../src/load/suite.ts';

/** The suite published with the reference SDK. */
export const published = 'node_modules/@adcp/sdk/compliance/cache/3.0.6';

/** A signature for every check of the language that finds nothing wrong. */
const anyParams: readonly CheckSignature[] = Object.entries(languageChecks).map(([kind, keys]) => ({
  kind,
  keys,
  problemsOf: () => [],
}));

/** Load options with nothing special. */
export function optionsFor(root: string, changes: Partial<LoadOptions> = {}): LoadOptions {
  return {
    root,
    schemasRoot: null,
    kit: null,
    only: null,
    checks: anyParams,
    assertions: ['status.monotonic', 'impairment.coherence'],
    runnerTasks: [],
    runnerVersion: '1.0.0',
    suiteDate: null,
    ...changes,
  };
}

/** A directory with these files, gone when the test is. */
export function aSuite(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'suite-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** `line:column rule: message (hint)`, without the directory of the test. */
export function inWords({ at, rule, message, hint }: SourceProblem, root: string): string {
  const said = `${at.line}:${at.column} ${rule}: ${message}${hint === null ? '' : ` (${hint})`}`;
  return said.replaceAll(`${root}/`, '');
}

/** The least that is a storyboard; `steps` is indented by six. */
export function aStoryboard(steps: string, head = ''): string {
  return `id: demo\nversion: "1.0.0"\ntitle: Demo\n${head}phases:\n  - id: one\n    title: One\n    steps:\n${steps}`;
}
