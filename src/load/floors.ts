import type { Floors, KnownFailure, Metric, TargetFloors } from '../model/gate.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';
import { SourceError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { kindOf } from './issue.ts';
import { parseYaml } from './yaml.ts';
import type { SourcePath, YamlFile } from './yaml.ts';

/** What a floor can be set on, as written in floors files. */
export const metrics: readonly Metric[] = ['clean_storyboards', 'passing_steps'];

/** Reads a floors file, or throws a SourceError with every mistake in it. */
export function parseFloors(file: string, text: string): Floors {
  const yaml = parseYaml(file, text);
  const source: Source = { yaml, problems: yaml.problems.filter(isError) };
  const targets = yaml.value === undefined ? [] : readTargets(yaml.value, source);
  if (source.problems.length > 0) throw new SourceError(source.problems);
  return { file, targets: new Map(targets.map((target) => [target.name, target])) };
}

interface Source {
  readonly yaml: YamlFile;
  readonly problems: SourceProblem[];
}

const isError = ({ severity }: SourceProblem) => severity === 'error';

function readTargets(value: Json, source: Source): readonly TargetFloors[] {
  const targets = isObject(value) ? value['targets'] : value;
  if (isObject(value)) refuseUnknown(value, ['targets'], [], source);
  if (!isObject(targets)) {
    complain(source, ['targets'], {
      rule: 'wrong-type',
      message: `a floors file has a map of targets, not ${kindOf(targets)}`,
      hint: 'write "targets:" and below it one block per target',
    });
    return [];
  }
  return Object.entries(targets).flatMap(([name, block]) => readTarget(name, block, source));
}

function readTarget(name: string, block: Json, source: Source): readonly TargetFloors[] {
  const path = ['targets', name];
  if (!isObject(block)) {
    complain(source, path, {
      rule: 'wrong-type',
      message: `the floors of "${name}" are a map, not ${kindOf(block)}`,
      hint: `write ${metrics.map((metric) => `"${metric}: 0"`).join(' or ')} below it`,
    });
    return [];
  }
  refuseUnknown(block, [...metrics, 'known_failures'], path, source);
  const floors = metrics.flatMap((metric) => readMetric(metric, block, path, source));
  const knownFailures = readLedger(block['known_failures'], [...path, 'known_failures'], source);
  return [{ name, metrics: floors, knownFailures, at: source.yaml.keyRangeOf(path) }];
}

function readMetric(
  metric: Metric,
  block: JsonObject,
  path: SourcePath,
  source: Source,
): TargetFloors['metrics'] {
  const floor = block[metric];
  if (floor === undefined) return [];
  const at = [...path, metric];
  if (typeof floor === 'number' && Number.isSafeInteger(floor) && floor >= 0) {
    return [{ metric, floor, at: source.yaml.keyRangeOf(at) }];
  }
  complain(source, at, {
    rule: 'wrong-value',
    message: `"${metric}" must be a whole number from 0 up, not ${kindOf(floor)}`,
    hint: `write for example "${metric}: 12"`,
  });
  return [];
}

function readLedger(
  ledger: Json | undefined,
  path: SourcePath,
  source: Source,
): readonly KnownFailure[] {
  // Removing the last entry leaves the key with nothing behind it.
  if (ledger === undefined || ledger === null) return [];
  if (!isObject(ledger)) {
    complain(source, path, {
      rule: 'wrong-type',
      message: `"known_failures" must be a map, not ${kindOf(ledger)}`,
      hint: 'write each entry as storyboard_id/step_id: "why, and the issue that tracks it"',
    });
    return [];
  }
  return Object.entries(ledger).flatMap(([step, reason]) => {
    const entry = [...path, step];
    if (typeof reason === 'string' && reason.trim() !== '') {
      return [{ step, reason, at: source.yaml.keyRangeOf(entry) }];
    }
    complain(source, entry, {
      rule: 'missing-reason',
      message: `the known failure "${step}" gives no reason, but ${kindOf(reason)}`,
      hint: `write ${step}: "why, and the issue that tracks it"`,
    });
    return [];
  });
}

function refuseUnknown(
  map: JsonObject,
  known: readonly string[],
  path: SourcePath,
  { yaml, problems }: Source,
): void {
  for (const key of Object.keys(map).filter((each) => !known.includes(each))) {
    const meant = closest(key, known);
    problems.push({
      severity: 'error',
      rule: 'unknown-key',
      message: `unknown key "${key}"`,
      hint: meant === null ? `known here: ${known.join(', ')}` : `did you mean "${meant}"?`,
      at: yaml.keyRangeOf([...path, key]),
    });
  }
}

function complain(
  { yaml, problems }: Source,
  path: SourcePath,
  problem: Pick<SourceProblem, 'rule' | 'message' | 'hint'>,
): void {
  problems.push({ severity: 'error', ...problem, at: yaml.rangeOf(path) });
}
