import type { Json } from '../model/json.ts';
import type { SkipCondition, SkipOperand, SkipTerm } from '../model/storyboard.ts';
import { parsePath } from '../support/path.ts';

/**
 * Parses `skip_if`: terms joined by `||`; a term is `path`, `!path`, or `path == operand` / `path != operand`;
 * paths start with `test_kit.`, `context.` or `agent.`. Otherwise says in a sentence what it stumbled over.
 */
export function parseSkipIf(source: string): SkipCondition | { readonly problem: string } {
  const tokens = tokenise(source);
  if (!Array.isArray(tokens)) return tokens;
  const any: SkipTerm[] = [];
  for (const part of splitAt(tokens, '||')) {
    const term = parseTerm(part);
    if ('problem' in term) return term;
    any.push(term);
  }
  return { source, any };
}

type Problem = { readonly problem: string };

const token =
  /\s*(?:(\|\||==|!=|!)|('[^']*'|"[^"]*"|-?\d+(?:\.\d+)?(?![\w.]))|([A-Za-z_][\w.[\]-]*))/y;

function tokenise(source: string): string[] | Problem {
  const tokens: string[] = [];
  const text = source.trimEnd();
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return { problem: `cannot read the condition from "${text.slice(at).trim()}" on` };
    tokens.push(match[0].trim());
  }
  return tokens.length === 0 ? { problem: 'the condition is empty' } : tokens;
}

function splitAt(tokens: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]];
  for (const item of tokens) {
    if (item === separator) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts;
}

function parseTerm(tokens: readonly string[]): SkipTerm | Problem {
  const [first = '', second, third] = tokens;
  if (first === '!' && tokens.length === 2) return truthy(second ?? '', true);
  if (tokens.length === 1) return truthy(first, false);
  if (tokens.length === 3 && (second === '==' || second === '!=')) {
    return compare(first, second === '==', third ?? '');
  }
  return { problem: `cannot read "${tokens.join(' ')}" as a term of the condition` };
}

function truthy(path: string, negated: boolean): SkipTerm | Problem {
  return problemOfPath(path) ?? { kind: 'truthy', path, negated };
}

function compare(path: string, equal: boolean, operand: string): SkipTerm | Problem {
  const right = parseOperand(operand);
  if ('problem' in right) return right;
  return problemOfPath(path) ?? { kind: 'compare', path, equal, right };
}

const keywords: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

function parseOperand(text: string): SkipOperand | Problem {
  if (/^['"]/.test(text)) return { kind: 'literal', value: text.slice(1, -1) };
  if (Object.hasOwn(keywords, text)) return { kind: 'literal', value: keywords[text] ?? null };
  if (/^-?\d/.test(text)) return { kind: 'literal', value: Number(text) };
  return problemOfPath(text) ?? { kind: 'path', path: text };
}

function problemOfPath(path: string): Problem | null {
  if (!/^(?:test_kit|context|agent)[.[]/.test(path)) {
    return { problem: `"${path}" starts with none of test_kit., context., agent.` };
  }
  const parsed = parsePath(path);
  return 'problem' in parsed ? parsed : null;
}
