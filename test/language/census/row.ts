import { isMap, type Authored, type AuthoredSuite } from './authored.ts';

/** One construct of the census, and what shows that the suite uses it. */
export interface CensusRow {
  readonly construct: string;
  readonly used: (suite: AuthoredSuite) => boolean;
}

/** The parts of a suite that rows look through. */
export type Level = 'storyboards' | 'phases' | 'steps' | 'validations' | 'kits';

/** A row for each key that some part of this level must carry. */
export function keys(level: Level, names: string): readonly CensusRow[] {
  return words(names).map((name) => some(level, name, (part) => name in part));
}

/** A row for each value that a key of this level must have somewhere. */
export function values(
  level: Level,
  key: string,
  wanted: readonly unknown[],
): readonly CensusRow[] {
  return wanted.map((value) =>
    some(
      level,
      `${key} ${JSON.stringify(value)}`,
      (part) => JSON.stringify(part[key]) === JSON.stringify(value),
    ),
  );
}

/** A row for each key that a map below a key of this level must have somewhere. */
export function inside(level: Level, key: string, names: string): readonly CensusRow[] {
  return words(names).map((name) =>
    some(level, `${key}.${name}`, ({ [key]: value }) => isMap(value) && name in value),
  );
}

/** A row for each set of parameters, besides its metadata, that a check must be used with. */
export function shapes(check: string, ...wanted: readonly string[]): readonly CensusRow[] {
  return wanted.map((names) =>
    some(
      'validations',
      `${check} {${names}}`,
      (one) => one['check'] === check && parametersOf(one) === sorted(words(names)),
    ),
  );
}

/** A row of its own. */
export function row(construct: string, used: CensusRow['used']): CensusRow {
  return { construct, used };
}

/** A row for what some part of this level must look like. */
export function some(
  level: Level,
  construct: string,
  fits: (part: Authored) => boolean,
): CensusRow {
  return row(`${level}: ${construct}`, ({ [level]: parts }) => parts.some(fits));
}

/** The words of a text. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The keys of a value that is a map, sorted and joined; empty elsewhere. */
export function keyed(value: unknown): string {
  return isMap(value) ? sorted(Object.keys(value)) : '';
}

const metadata = new Set(
  words('check id description severity expires_after_version permanent_advisory'),
);

function parametersOf(validation: Authored): string {
  return sorted(Object.keys(validation).filter((key) => !metadata.has(key)));
}

function sorted(names: readonly string[]): string {
  return names.toSorted().join(' ');
}
