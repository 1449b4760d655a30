import { expect, test } from 'vitest';
import type { Check } from '../../../src/judge/check.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';

/** One row of a check's table. */
export interface Row {
  readonly name: string;
  readonly params: JsonObject;
  readonly evidence: Evidence;
  readonly status: 'passed' | 'failed' | 'not_applicable';
  readonly pointer?: string | null;
  readonly expected?: Json;
  readonly actual?: Json;
  readonly note?: RegExp;
  /** What the observations say, joined by line breaks. */
  readonly observes?: RegExp;
}

/** Authored parameters a check refuses, and what it says. */
export interface RefusedRow {
  readonly name: string;
  readonly params: JsonObject;
  readonly key: string | null;
  readonly message: RegExp;
}

/** Judges every row; parameters must be such that the check accepts them. */
export function judgeTable(check: Check, rows: readonly Row[]): void {
  test.each(rows)(`${check.kind} $name`, (row) => {
    expect(check.problemsOf(row.params)).toEqual([]);
    const outcome = check.judge(row.params, row.evidence);
    expect(outcome).toMatchObject(expectation(row));
    if (row.note) expect('note' in outcome ? outcome.note : '').toMatch(row.note);
    if (row.observes) {
      const said = 'observations' in outcome ? (outcome.observations ?? []).join('\n') : '';
      expect(said).toMatch(row.observes);
    }
  });
}

/** Shows that the check refuses what its author cannot mean. */
export function refuseTable(check: Check, rows: readonly RefusedRow[]): void {
  test.each(rows)(`${check.kind} refuses $name`, ({ params, key, message }) => {
    const problems = check.problemsOf(params);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.key).toBe(key);
    expect(problems[0]?.message).toMatch(message);
  });
}

function expectation({ status, pointer, expected, actual }: Row): Record<string, unknown> {
  return {
    status,
    ...(pointer !== undefined && { pointer }),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}
