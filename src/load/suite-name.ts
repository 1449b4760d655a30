import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Json, JsonObject } from '../model/json.ts';
import type { SuiteName } from '../model/result.ts';
import type { SourceProblem } from '../model/source.ts';
import { isObject } from '../support/json.ts';
import { kindOf } from './issue.ts';
import { parseYaml } from './yaml.ts';

/** What a suite says of itself, in its suite.yaml (name, version, published) or the index.json of a published bundle. */
export function readSuiteName(
  root: string,
  suiteDate: string | null,
  problems: SourceProblem[],
): SuiteName {
  const own = readDocument(join(root, 'suite.yaml'), problems);
  const index = own ? null : readDocument(join(root, 'index.json'), problems);
  const said = own ?? index ?? {};
  return {
    name: textOf(said['name']) ?? (index ? 'adcp' : basename(resolve(root))),
    version: textOf(said['version'] ?? said['published_version'] ?? said['adcp_version']),
    publishedAt: suiteDate ?? textOf(said['published'] ?? said['generated_at']),
  };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function readDocument(file: string, problems: SourceProblem[]): JsonObject | null {
  const text = readText(file);
  if (text === null) return null;
  const quick = file.endsWith('.json') ? parseJson(text) : null;
  if (quick) return quick;
  const yaml = parseYaml(file, text);
  problems.push(...yaml.problems);
  reportDate(yaml.value, () => yaml.rangeOf(['published']), problems);
  return isObject(yaml.value) ? yaml.value : null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Null where the text is no JSON object; read as YAML, its mistakes get a line and a column. */
function parseJson(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function reportDate(
  value: Json | undefined,
  rangeOf: () => SourceProblem['at'],
  problems: SourceProblem[],
): void {
  const published = isObject(value) ? value['published'] : undefined;
  if (published === undefined || isDate(published)) return;
  problems.push({
    severity: 'error',
    rule: 'wrong-value',
    message: `"published" must be a date, not ${kindOf(published)}`,
    hint: 'write for example "published: 2026-11-01"',
    at: rangeOf(),
  });
}

function isDate(value: Json): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
