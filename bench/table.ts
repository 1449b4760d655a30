/** One line of the result: what was measured and what it must be. */
export interface Figure {
  readonly what: string;
  /** As shown. */
  readonly measured: string;
  /** Null where the figure is only told. */
  readonly target: { readonly text: string; readonly met: boolean } | null;
  /** What the figure is made of. */
  readonly note: string;
}

/** A figure that must not be greater than `most`. */
export function atMost(
  what: string,
  value: number,
  { most, unit = '', note = '' }: { most: number; unit?: string; note?: string },
): Figure {
  const measured = `${shown(value)}${unit}`;
  return { what, measured, note, target: { text: `<= ${most}${unit}`, met: value <= most } };
}

/** A figure that is only told. */
export function told(what: string, measured: string, note = ''): Figure {
  return { what, measured, note, target: null };
}

/** The figures in columns, each with its target beside it. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'measured', 'target', '', ''],
    ...figures.map(({ what, measured, target, note }) => [
      what,
      measured,
      target?.text ?? '',
      target === null ? '' : target.met ? 'OK' : 'MISS',
      note,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number as short as its size allows. */
export function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

/** Milliseconds without a fraction. */
export const ms = (value: number) => `${value.toFixed(0)} ms`;
