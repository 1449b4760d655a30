import type { Document, YAMLError } from 'yaml';
import type { SourceProblem, SourceRange } from '../model/source.ts';

/** Turns a start and an end, in characters, into a range of the file. */
export type Between = (start: number, end: number) => SourceRange;

/** What the parser found. Cascades of one syntax error say nothing new, so only the first is kept; each duplicate key is its own slip. */
export function syntaxProblems(doc: Document.Parsed, between: Between): SourceProblem[] {
  const syntax = doc.errors.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1);
  const duplicates = doc.errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  return [
    ...[...syntax, ...duplicates].map((error) => problemOf(error, 'error', between)),
    ...doc.warnings.map((warning) => problemOf(warning, 'warning', between)),
  ];
}

function problemOf(
  error: YAMLError,
  severity: SourceProblem['severity'],
  between: Between,
): SourceProblem {
  const at = between(error.pos[0], error.pos[1]);
  const said = sentences[error.code];
  const usually = severity === 'error' ? `not readable as YAML: ${error.message}` : ignored(error);
  return {
    severity,
    rule: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax',
    message: said?.message(at) ?? usually,
    hint: said?.hint ?? hints[error.code] ?? usual,
    at,
  };
}

/** The file is read in spite of a warning. */
function ignored({ message }: YAMLError): string {
  const [, tag] = /^Unresolved tag: (.+)/.exec(message) ?? [];
  return tag === undefined
    ? `in this YAML: ${message}`
    : `the tag ${tag} is not known, and ignored`;
}

const sentences: Readonly<
  Record<string, { readonly hint: string; readonly message: (at: SourceRange) => string }>
> = {
  DUPLICATE_KEY: {
    message: (at) => `the key ${quotedKey(at)} stands twice in the same map`,
    hint: 'keep one of them',
  },
  TAB_AS_INDENT: {
    message: () => 'a tab is used as indentation',
    hint: 'indent with spaces',
  },
  MULTIPLE_DOCS: {
    message: () => 'the file holds more than one YAML document',
    hint: 'put each document into a file of its own',
  },
};

const usual = 'quote texts that hold : # or brackets, and line up what belongs together';

/** For what the parser says itself, by its own code. */
const hints: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'define it before with &, or quote the text',
  BAD_DQ_ESCAPE: 'double the backslash, or use single quotes',
  BAD_INDENT: 'indent it like its neighbours, and close every [ and {',
  BAD_SCALAR_START: 'quote the text',
  BLOCK_AS_IMPLICIT_KEY: 'quote a text with ": " in it, or indent the line like its neighbours',
  MISSING_CHAR: 'close the quote, write a colon after the key, or start the item with "- "',
  MULTILINE_IMPLICIT_KEY: 'write a colon after the key',
  TAG_RESOLVE_FAILED: 'drop the tag, or quote the text',
  UNEXPECTED_TOKEN: 'quote the whole text, or begin a new line',
};

function quotedKey({ text, column }: SourceRange): string {
  const key = /^(?:"[^"]*"|'[^']*'|[^:\s]+)/.exec(text.slice(column - 1))?.[0] ?? '';
  return `"${key.replace(/^["']|["']$/g, '')}"`;
}
