import { failureLines } from './terminal-failures.ts';
import { gateLines } from './terminal-gate.ts';
import { headerLines } from './terminal-header.ts';
import { nextLines } from './terminal-next.ts';
import { advisoryLines } from './terminal-advisories.ts';
import { tableLines } from './terminal-table.ts';
import { totalLines } from './terminal-totals.ts';
import { paintFor } from './paint.ts';
import type { Reporter } from './reporter.ts';

/** For people: failures with their evidence, a line a storyboard, totals, the gate, and what to do next. */
export const terminal: Reporter = {
  name: 'terminal',
  summary: 'Failures with their evidence, a line per storyboard, totals, and the gate.',
  render(result, gate, decision, style) {
    const paint = paintFor(style);
    const lines = [
      ...headerLines(result, paint, style.verbose),
      ...failureLines(result, gate, paint),
      ...advisoryLines(result, paint),
      ...tableLines(result, paint, style.verbose),
      ...totalLines(result, paint),
      '',
      ...gateLines(gate, result, paint),
      ...nextLines(result, decision, style),
    ];
    return `${lines.join('\n')}\n`;
  },
};
