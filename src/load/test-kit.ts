import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SourceProblem } from '../model/source.ts';
import type { Storyboard, TestKit } from '../model/storyboard.ts';
import { closest } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { valueAt } from '../support/path.ts';
import { missing, readText } from './files.ts';
import { checkKit } from './kit-rules.ts';
import { Place } from './place.ts';
import type { YamlFile } from './yaml.ts';
import type { YamlReader } from './yaml-reader.ts';

/** Gives the kits of a storyboard by the name it gives; each kit file is read once. */
export type KitReader = (
  name: string | null,
  place: Place,
) => Pick<Storyboard, 'testKit' | 'authoredKit'>;

/** Where kits come from: below a suite's root, or one file that replaces every storyboard's kit. */
interface KitSource {
  readonly root: string;
  readonly override: string | null;
  readonly parse: YamlReader['read'];
}

/** Makes a kit reader; problems of the kit files themselves go to `problems`. */
export function createKitReader(source: KitSource, problems: SourceProblem[]): KitReader {
  const read = new Map<string, TestKit | null>();
  const named = (name: string | null, readNow: (name: string) => TestKit | null | 'missing') => {
    if (name === null) return null;
    const known = read.get(name);
    if (known !== undefined) return known;
    const kit = readNow(name);
    if (kit !== 'missing') read.set(name, kit);
    return kit === 'missing' ? null : kit;
  };
  if (source.override === null) {
    return (name, place) => ({
      testKit: named(name, (file) => readNamed(source, file, { place, problems })),
    });
  }
  const override = readOverride(source.override, source, problems);
  return (name) => ({
    testKit: override,
    authoredKit: named(name, (file) => readReplaced(source, file)),
  });
}

function readOverride(
  file: string,
  { parse }: KitSource,
  problems: SourceProblem[],
): TestKit | null {
  const read = readText(file);
  if ('problem' in read) throw new UsageError(`--kit ${file}: ${read.problem}`);
  return kitFrom(parse(file, read.text), problems);
}

interface Report {
  readonly place: Place;
  readonly problems: SourceProblem[];
}

function readNamed(
  { root, parse }: KitSource,
  name: string,
  { place, problems }: Report,
): TestKit | null | 'missing' {
  const file = join(root, name);
  const read = readText(file);
  if ('text' in read) return kitFrom(parse(file, read.text), problems);
  if (read.problem === missing) {
    place.error('missing-kit', `the test kit ${file} does not exist`, hintOf(root, name));
  } else {
    place.error('unreadable-kit', `the test kit ${file}: ${read.problem}`, 'mend the file');
  }
  return 'missing';
}

/** A kit that is not used may be missing or broken. */
function readReplaced({ root, parse }: KitSource, name: string): TestKit | null {
  const file = join(root, name);
  const read = readText(file);
  return 'text' in read ? kitFrom(parse(file, read.text), []) : null;
}

function hintOf(root: string, name: string): string {
  const folder = dirname(name);
  const kits = listKits(join(root, folder)).map((kit) => `${folder}/${kit}`);
  const meant = closest(name, kits);
  if (meant !== null) return `did you mean "${meant}"?`;
  return kits.length === 0 ? `add the file, or drop test_kit` : `the suite has ${kits.join(', ')}`;
}

function listKits(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .sort();
  } catch {
    return [];
  }
}

function kitFrom(yaml: YamlFile, problems: SourceProblem[]): TestKit | null {
  const { file } = yaml;
  problems.push(...yaml.problems);
  if (yaml.value === undefined) return null;
  if (!isObject(yaml.value)) {
    const at = yaml.rangeOf([]);
    problems.push({
      severity: 'error',
      rule: 'wrong-type',
      message: 'a test kit is a map of keys and values',
      hint: 'write for example "id: my-kit"',
      at,
    });
    return null;
  }
  checkKit(yaml.value, new Place(yaml, problems));
  const { id } = yaml.value;
  const domain = valueAt(yaml.value, 'brand.house.domain');
  return {
    id: typeof id === 'string' ? id : basename(file).replace(/\.ya?ml$/, ''),
    file,
    document: yaml.value,
    brandDomain: typeof domain === 'string' ? domain : null,
  };
}
