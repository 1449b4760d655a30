import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A map as it stands in a YAML file. */
export type Authored = Readonly<Record<string, unknown>>;

/** The suite as its authors wrote it, before anything of the runner has read it. */
export interface AuthoredSuite {
  readonly texts: readonly string[];
  readonly storyboards: readonly Authored[];
  readonly phases: readonly Authored[];
  readonly steps: readonly Authored[];
  readonly validations: readonly Authored[];
  readonly kits: readonly Authored[];
}

/** The folder of the suite. */
export const suiteRoot = 'test/language/suite';

/** Reads every storyboard and kit of the suite. */
export function readAuthored(): AuthoredSuite {
  const texts = textsIn(suiteRoot);
  const documents = texts.map((text) => parse(text, { merge: true }) as Authored);
  const storyboards = documents.filter((document) => 'phases' in document);
  const phases = storyboards.flatMap((storyboard) => mapsIn(storyboard['phases']));
  const steps = phases.flatMap((phase) => mapsIn(phase['steps']));
  return {
    texts,
    storyboards,
    phases,
    steps,
    validations: steps.flatMap((step) => mapsIn(step['validations'])),
    kits: textsIn(join(suiteRoot, 'test-kits')).map((text) => parse(text) as Authored),
  };
}

/** The maps of an authored list; none where it is no list. */
export function mapsIn(value: unknown): readonly Authored[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isMap) : [];
}

/** True for a map. */
export function isMap(value: unknown): value is Authored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every text in a value, at any depth. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap(textsOf);
  return isMap(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** Every key in a value, at any depth. */
export function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap(keysOf);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

function textsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
