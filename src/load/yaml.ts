import { LineCounter, Schema, parseDocument, visit } from 'yaml';
import type { Alias, Document } from 'yaml';
import parserPackage from 'yaml/package.json' with { type: 'json' };
import type { Json } from '../model/json.ts';
import type { SourceProblem, SourceRange } from '../model/source.ts';
import { extent, extentOf } from './yaml-extent.ts';
import type { SourcePath } from './yaml-extent.ts';
import { mendAliases, mendNumbers } from './yaml-mend.ts';
import { syntaxProblems } from './yaml-problem.ts';
import type { Between } from './yaml-problem.ts';

export type { SourcePath };

/** A parsed YAML file that still knows where everything stands. */
export interface YamlFile {
  /** As the user would type it. */
  readonly file: string;
  /** Undefined where the text could not be read as YAML. */
  readonly value: Json | undefined;
  readonly problems: readonly SourceProblem[];
  /** Where the value at a path stands; the nearest enclosing thing where it was not written. */
  rangeOf(path: SourcePath): SourceRange;
  /** Where the key of the value at a path stands. */
  keyRangeOf(path: SourcePath): SourceRange;
}

/** Another parser may read the same text differently. */
export const parserVersion = parserPackage.version;

/** Parses one YAML document: core schema, merge keys, unique keys, bounded aliases. */
export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const between = (start: number, end: number) => rangeBetween({ file, text, lines }, start, end);
  const doc = documentOf(text, lines);
  if (doc === null) return unreadable(file, between(0, 1));
  const problems = syntaxProblems(doc, between);
  const isReadable = doc.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  const value = isReadable ? valueOf({ doc, text }, between, problems) : undefined;
  const rangeOf = (path: SourcePath, part: 'key' | 'value') => {
    const [start, end] = extentOf(doc, path, part);
    return between(start, end);
  };
  return {
    file,
    value,
    problems,
    rangeOf: (path) => rangeOf(path, 'value'),
    keyRangeOf: (path) => rangeOf(path, 'key'),
  };
}

/** Made once: the parser would make one for every file. */
const schema = new Schema({ schema: 'core', merge: true });

/** Null where the nesting is deeper than the parser's stack. */
function documentOf(text: string, lineCounter: LineCounter): Document.Parsed | null {
  try {
    return parseDocument(text, { schema, lineCounter, prettyErrors: false, logLevel: 'error' });
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function unreadable(file: string, at: SourceRange): YamlFile {
  const message = 'not readable as YAML: it is nested too deeply';
  const problem = {
    severity: 'error',
    rule: 'yaml-syntax',
    message,
    hint: 'write it with fewer levels',
    at,
  } as const;
  return { file, value: undefined, problems: [problem], rangeOf: () => at, keyRangeOf: () => at };
}

interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

function rangeBetween({ file, text, lines }: SourceText, start: number, end: number): SourceRange {
  const at = Math.min(start, text.length);
  const { line, col } = lines.linePos(at);
  const lineStart = lines.lineStarts[line - 1] ?? 0;
  const lineEnd = lines.lineStarts[line] ?? text.length + 1;
  const authored = text.slice(lineStart, lineEnd - 1).replace(/\r$/, '');
  const stop = Math.min(end - lineStart, authored.trimEnd().length);
  const column = Math.max(col, 1);
  return {
    file,
    line: Math.max(line, 1),
    column,
    length: Math.max(stop - column + 1, 1),
    text: authored,
  };
}

interface ParsedText {
  readonly doc: Document.Parsed;
  readonly text: string;
}

/** Undefined where nothing usable is left; what could be mended has been reported, so nothing runs with it. */
function valueOf(
  { doc, text }: ParsedText,
  between: Between,
  problems: SourceProblem[],
): Json | undefined {
  if (/\d{16}/.test(text)) problems.push(...altered(doc, between));
  if (/\.(?:inf|nan)\b/i.test(text)) problems.push(...mendNumbers(doc, between));
  if (mayHaveAlias.test(text)) problems.push(...mendAliases(doc, between));
  try {
    return doc.toJS() as Json;
  } catch (thrown) {
    problems.push(unexpandable(doc, thrown, between));
    return undefined;
  }
}

/** Integers beyond what a number holds, which would go out as others. */
function altered(doc: Document.Parsed, between: Between): readonly SourceProblem[] {
  const found: SourceProblem[] = [];
  visit(doc, {
    Scalar(_, node) {
      const { source = '', value } = node;
      if (typeof value !== 'number' || !/^[-+]?\d+$/.test(source)) return;
      const held = Number.isFinite(value) ? String(BigInt(value)) : String(value);
      if (String(BigInt(source.replace('+', ''))) === held) return;
      found.push({
        severity: 'warning',
        rule: 'inexact-number',
        message: `${source} is beyond what a JSON number is sure to hold, and is read as ${held}`,
        hint: 'quote it, or write a smaller number',
        at: between(...extent(node)),
      });
    },
  });
  return found;
}

/** An alias, and a merge of anything else. */
const mayHaveAlias = /(?:^|[\s:[{,-])\*[^\s*\]]|<</;

function unexpandable(doc: Document.Parsed, thrown: unknown, between: Between): SourceProblem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const bomb = message.startsWith('Excessive alias count');
  return {
    severity: 'error',
    rule: 'yaml-alias',
    message: bomb
      ? 'the aliases of this file expand to too much'
      : `not readable as YAML: ${message}`,
    hint: bomb
      ? 'write the repeated parts out, or refer to fewer of them'
      : 'define it before with &, or quote the text',
    at: between(...firstAlias(doc)),
  };
}

function firstAlias(doc: Document.Parsed): readonly [number, number] {
  let found: Alias | null = null;
  visit(doc, {
    Alias(_, node) {
      found = node;
      return visit.BREAK;
    },
  });
  return extent(found);
}
