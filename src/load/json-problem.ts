import type { SourceProblem } from '../model/source.ts';

/** What keeps a schema file from being one; `thrown` is what the parser said, null where it is JSON but no object. */
export function jsonProblem(file: string, text: string, thrown: unknown): SourceProblem {
  const said = (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll(/\s+/g, ' ');
  return {
    severity: 'error',
    rule: 'broken-schema',
    message:
      thrown === null ? 'a schema is a JSON object, and this is none' : `this is no JSON: ${said}`,
    hint: thrown === null ? 'write { … }' : 'mend the file, or take it from where it came',
    at: rangeAt(file, text, thrown === null ? 0 : positionIn(said, text)),
  };
}

/** Where the parser stumbled; some of its sentences show the place instead of counting it. */
function positionIn(said: string, text: string): number {
  if (/\bend of JSON input/.test(said)) return text.trimEnd().length;
  return Number(/\bposition (\d+)/.exec(said)?.[1] ?? 0);
}

function rangeAt(file: string, text: string, position: number): SourceProblem['at'] {
  const before = text.slice(0, position).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const authored = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '');
  return { file, line, column, length: 1, text: authored };
}
