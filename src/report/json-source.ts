import type { Json } from '../model/json.ts';
import type { SourceRange } from '../model/source.ts';

/** Where the author wrote it; the text itself stays in the source. */
export function sourceOf(at: SourceRange | null): Json {
  return at && { file: at.file, line: at.line, column: at.column };
}
