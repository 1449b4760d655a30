import type { z } from 'zod';
import type { Json } from '../model/json.ts';
import { closest } from '../support/did-you-mean.ts';

/** What is to be said of one mistake a schema found. */
interface IssueSentence {
  readonly rule: string;
  readonly message: string;
  readonly hint: string | null;
}

type Issue = z.core.$ZodIssue;

/** Puts a schema's finding into our own words. */
export function sentenceOf(issue: Issue, value: Json | undefined): IssueSentence {
  const key = issue.path.findLast((part) => typeof part === 'string') ?? 'the value';
  const name = `"${key}"`;
  if (value === undefined) {
    return { rule: 'missing-key', message: `${name} is missing`, hint: `add "${key}: …"` };
  }
  const wanted = wantedBy(issue);
  const found = issue.code === 'too_small' ? sizeOf(value) : kindOf(value);
  return {
    rule: issue.code === 'invalid_type' || issue.code === 'custom' ? 'wrong-type' : 'wrong-value',
    message: `${name} must be ${wanted}, not ${found}`,
    hint: hintFor(issue, value) ?? `write for example ${exampleOf(key, wanted)}`,
  };
}

/** A value in words, short enough for a message. */
export function kindOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') {
    return value === ''
      ? 'empty text'
      : `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  }
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

/** Of a list that is one, but too short, the length is what matters. */
function sizeOf(value: Json): string {
  return Array.isArray(value) && value.length > 0 ? `a list of ${value.length}` : kindOf(value);
}

function wantedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_union':
      return unionOf(issue);
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `"${values.join('')}"` : `one of ${values.join(', ')}`;
}

function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'array')
    return minimum === 1 ? 'a list with an entry' : `a list of ${minimum} or more`;
  if (origin === 'string') return 'text';
  return inclusive === false ? `more than ${minimum}` : `at least ${minimum}`;
}

function unionOf(issue: z.core.$ZodIssueInvalidUnion): string {
  const parts = issue.errors.map(([first]) => (first ? wantedBy(first) : ''));
  return [...new Set(parts.map((part) => part.replaceAll('"', '')))].join(' or ');
}

/** How a path is written, for whoever wrote one that cannot be read. */
export const pathHint = 'write keys joined by dots and indexes in brackets: packages[0].budget';

/** The key with a value of the kind that is wanted, of several the first. */
function exampleOf(key: string, wanted: string): string {
  const kind = Object.keys(examples).find((each) => wanted.startsWith(each));
  const value = examplesByKey[key] ?? examples[kind ?? ''] ?? firstOf(wanted);
  return `"${key}: ${value}"`;
}

function firstOf(wanted: string): string {
  const values = wanted.replace(/^(?:at (?:least|most)|one of) /, '').replaceAll('"', '');
  return values.split(/,? or |, /)[0] ?? values;
}

const examples: Readonly<Record<string, string>> = {
  text: '…',
  'true or false': 'true',
  'a list of 2': '[A, B]',
  'a list': '[A]',
  'a map': '{ … }',
  'a flat map': '{ name: value }',
};

/** Of keys whose values are of a kind of their own. */
const examplesByKey: Readonly<Record<string, string>> = {
  phases: '[{ id: one, steps: [] }]',
  steps: '[{ id: one, task: get_products }]',
  validations: '[{ check: response_schema }]',
  context_outputs: '[{ name: a, path: b.c }]',
  context_inputs: '[{ key: a, inject_at: b.c }]',
  required_any_of_tools: '[{ tools: [A, B] }]',
  requires_all_capabilities: '[{ path: a, equals: 1 }, { path: b, equals: 2 }]',
  catalog_bindings: '[{ macro: "{SKU}", catalog_item_id: item_1 }]',
};

function hintFor(issue: Issue, value: Json): string | null {
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value !== 'object') {
    return `quote it: "${String(value)}"`;
  }
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return null;
  const found = closest(value, issue.values.map(String));
  return found === null ? null : `did you mean "${found}"?`;
}
