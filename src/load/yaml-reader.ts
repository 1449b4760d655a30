import type { Json } from '../model/json.ts';
import type { SourceRange } from '../model/source.ts';
import { keyOf } from './kept-texts.ts';
import type { KeptTexts } from './kept-texts.ts';
import { parserVersion, parseYaml } from './yaml.ts';
import type { SourcePath, YamlFile } from './yaml.ts';

/** Parses YAML, or remembers what an earlier run made of the same text. */
export interface YamlReader {
  readonly read: (file: string, text: string) => YamlFile;
  /** Keeps what this run parsed, and the places it asked for, for the next. */
  readonly keep: () => void;
}

/** Goes up when this file or what it keeps changes its meaning. */
const keptForm = '2';

/** A reader that keeps nothing where `kept` is null. */
export function yamlReader(kept: KeptTexts | null): YamlReader {
  if (kept === null) return { read: parseYaml, keep: () => undefined };
  const files = new Map<string, RememberedYaml>();
  return {
    read(file, text) {
      const key = keyOf('yaml', keptForm, parserVersion, text);
      const known = memoryIn(kept.read(key));
      const parsed = known === null ? parseYaml(file, text) : null;
      if (parsed !== null && (parsed.value === undefined || parsed.problems.length > 0))
        return parsed;
      const memory = known ?? { value: parsed?.value ?? null, ranges: {} };
      const remembered = new RememberedYaml({ file, text, parsed }, memory);
      files.set(key, remembered);
      return remembered;
    },
    keep() {
      for (const [key, file] of files) if (file.hasNews) kept.write(key, file.memory());
    },
  };
}

/** What is kept of a file without a mistake. */
interface Memory {
  readonly value: Json;
  /** Line, column and length by what was asked for. */
  readonly ranges: Readonly<Record<string, readonly [number, number, number]>>;
}

// The digest says that an earlier run wrote it.
function memoryIn(text: string | null): Memory | null {
  return text === null ? null : (JSON.parse(text) as Memory);
}

class RememberedYaml implements YamlFile {
  readonly file: string;
  readonly value: Json;
  readonly problems = [];
  hasNews: boolean;
  private readonly text: string;
  private readonly ranges: Map<string, readonly [number, number, number]>;
  private parsed: YamlFile | null;
  private lines: readonly string[] | null = null;

  constructor(
    { file, text, parsed }: { file: string; text: string; parsed: YamlFile | null },
    { value, ranges }: Memory,
  ) {
    this.file = file;
    this.text = text;
    this.parsed = parsed;
    this.hasNews = parsed !== null;
    this.value = value;
    this.ranges = new Map(Object.entries(ranges));
  }

  rangeOf(path: SourcePath): SourceRange {
    return this.range(`value${JSON.stringify(path)}`, (parsed) => parsed.rangeOf(path));
  }

  keyRangeOf(path: SourcePath): SourceRange {
    return this.range(`key${JSON.stringify(path)}`, (parsed) => parsed.keyRangeOf(path));
  }

  memory(): string {
    return JSON.stringify({ value: this.value, ranges: Object.fromEntries(this.ranges) });
  }

  private range(asked: string, find: (parsed: YamlFile) => SourceRange): SourceRange {
    const known = this.ranges.get(asked);
    if (known !== undefined) return this.at(...known);
    this.parsed ??= parseYaml(this.file, this.text);
    const found = find(this.parsed);
    this.ranges.set(asked, [found.line, found.column, found.length]);
    this.hasNews = true;
    return found;
  }

  private at(line: number, column: number, length: number): SourceRange {
    this.lines ??= this.text.split('\n');
    const text = (this.lines[line - 1] ?? '').replace(/\r$/, '');
    return { file: this.file, line, column, length, text };
  }
}
