import type { Json } from '../../src/model/json.ts';
import { agrees } from './compare.ts';
import type { Comparison, Side } from './compare.ts';
import type { Accounted } from './differences.ts';

/** Agreement per agent and in all, as a table. */
export function agreementTable(
  comparisons: readonly Comparison[],
  { explained, unexplained }: Accounted,
): string {
  const names = [...new Set(comparisons.map(({ agent }) => agent))];
  const row = (name: string, of: (agent: string) => boolean) => {
    const all = comparisons.filter(({ agent }) => of(agent));
    const same = all.filter(agrees).length;
    return [
      name,
      String(all.length),
      String(same),
      `${((100 * same) / Math.max(all.length, 1)).toFixed(1)} %`,
      String(explained.filter(({ comparison }) => of(comparison.agent)).length),
      String(unexplained.filter(({ agent }) => of(agent)).length),
    ];
  };
  return aligned([
    ['agent', 'steps', 'agree', '', 'explained', 'unexplained'],
    ...names.map((name) => row(name, (agent) => agent === name)),
    row('all', () => true),
  ]);
}

/** One disagreement: both verdicts, why, and what each says it sent. */
export function disagreement(comparison: Comparison): string {
  const { agent, storyboard, phase, step, ours, reference } = comparison;
  return [
    `${agent}  ${storyboard}/${step}  (phase ${phase})`,
    ...side('ours', ours),
    ...side('reference', reference),
    ...sentBy(ours.sent, reference.sent),
  ].join('\n');
}

/** The explained disagreements by the entry that explains them, a line for each step. */
export function explainedList({ explained }: Accounted): string {
  const entries = new Map<string, Map<string, string[]>>();
  for (const { comparison, by } of explained) {
    const { agent, storyboard, step, ours, reference } = comparison;
    const line = `${storyboard}/${step}  ours ${ours.verdict}, reference ${reference.verdict}`;
    const lines = entries.get(by.id) ?? new Map<string, string[]>();
    lines.set(line, [...(lines.get(line) ?? []), agent]);
    entries.set(by.id, lines);
  }
  return [...entries]
    .flatMap(([id, lines]) => [
      `explained by ${id}`,
      ...[...lines].map(([line, agents]) => `  ${line}  (${agents.join(', ')})`),
    ])
    .join('\n');
}

function side(name: string, { verdict, why }: Side): readonly string[] {
  return [`  ${name.padEnd(9)}  ${verdict}${why === null ? '' : `: ${short(why, 400)}`}`];
}

/** Only what differs between the two requests, key by key at their root. */
function sentBy(ours: Json, reference: Json): readonly string[] {
  if (ours === null && reference === null) return [];
  const [mine, theirs] = [rootOf(ours), rootOf(reference)];
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const changed = keys.filter((key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs[key]));
  const shown = (sent: Readonly<Record<string, Json>>, whole: Json) =>
    whole === null
      ? 'nothing'
      : changed.length === 0
        ? 'the same'
        : changed.map((key) => `${key}=${short(JSON.stringify(sent[key] ?? null), 160)}`).join(' ');
  return [`  we sent    ${shown(mine, ours)}`, `  it sent    ${shown(theirs, reference)}`];
}

function rootOf(sent: Json): Readonly<Record<string, Json>> {
  return sent !== null && typeof sent === 'object' && !Array.isArray(sent)
    ? (sent as Readonly<Record<string, Json>>)
    : { '': sent };
}

function short(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
