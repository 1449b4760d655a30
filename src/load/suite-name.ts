import { basename, join, resolve } from 'node:path';
import type { Json, JsonObject } from '../model/json.ts';
import type { SuiteName } from '../model/result.ts';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';
import { isObject } from '../support/json.ts';
import { notUtf8 } from './encoding.ts';
import { readAnyText } from './files.ts';
import { kindOf } from './issue.ts';
import { parseYaml } from './yaml.ts';
import type { YamlFile } from './yaml.ts';

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
  const read = readAnyText(file);
  if ('problem' in read) return null;
  const { text, isUtf8 } = read;
  if (!isUtf8) problems.push(notUtf8(file, text));
  const quick = file.endsWith('.json') ? parseJson(text) : null;
  if (quick) return quick;
  const yaml = parseYaml(file, text);
  problems.push(...yaml.problems);
  if (file.endsWith('.yaml')) reportUnknown(yaml, problems);
  reportDate(yaml.value, () => yaml.rangeOf(['published']), problems);
  return isObject(yaml.value) ? yaml.value : null;
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

const suiteKeys = ['name', 'version', 'published', '$comment'];

function reportUnknown(yaml: YamlFile, problems: SourceProblem[]): void {
  const keys = isObject(yaml.value) ? Object.keys(yaml.value) : [];
  for (const key of keys.filter((each) => !suiteKeys.includes(each))) {
    const meant = closest(key, suiteKeys);
    problems.push({
      severity: 'warning',
      rule: 'unknown-key',
      message: `unknown key "${key}", ignored`,
      hint: meant === null ? `known here: ${suiteKeys.join(', ')}` : `did you mean "${meant}"?`,
      at: yaml.keyRangeOf([key]),
    });
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
