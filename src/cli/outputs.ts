import { resolve } from 'node:path';
import type { RunEvent } from '../model/event.ts';
import type { Decision, GateResult } from '../model/gate.ts';
import type { RunResult } from '../model/result.ts';
import { liveLines, progressLine } from '../report/live.ts';
import { reporters } from '../report/registry.ts';
import type { Reporter, Style } from '../report/reporter.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import type { Rerun } from './rerun.ts';
import { checkWritable, fileBehind, writeReport } from './report-file.ts';

/** Where a run's events and its result go. */
export interface Outputs {
  /** Null where nothing is told while it happens. */
  readonly listen: ((event: RunEvent) => void) | null;
  /** Writes every report, and gives a sentence for each that could not be written. */
  write(result: RunResult, gate: GateResult, decision: Decision): readonly string[];
}

interface Destination {
  readonly reporter: Reporter;
  /** Null for stdout. */
  readonly path: string | null;
}

/** Sorts out reports and live lines; throws UsageError for a report that does not exist or cannot be written. */
export function outputsFor(
  flags: RunFlags,
  rerun: Rerun,
  { io, colour }: { readonly io: Io; readonly colour: boolean },
): Outputs {
  const style: Style = {
    colour,
    width: io.columns ?? Number.POSITIVE_INFINITY,
    verbose: flags.verbose,
    ...rerun,
  };
  const asked = flags.report.map((text) => destination(text, io.cwd));
  const toStdout = asked.filter(({ path }) => path === null);
  if (toStdout.length > 1)
    throw new UsageError(
      'two reports cannot share stdout; give one a path: --report json=report.json.',
    );
  refuseShared(asked);
  const terminal: Destination = { reporter: reporterCalled('terminal'), path: null };
  const destinations = toStdout.length === 0 ? [terminal, ...asked] : asked;
  // Lines between the bytes of another format would spoil it.
  const live = toStdout.every(({ reporter }) => reporter.name === 'terminal');
  return {
    listen: live && !flags.quiet ? (event) => tell(event, style, io) : null,
    write(result, gate, decision) {
      if (live && !flags.quiet) io.stdout('\n');
      const faults = destinations.map(({ reporter, path }) => {
        if (path === null) {
          io.stdout(reporter.render(result, gate, decision, style));
          return null;
        }
        const plain = { ...style, colour: false };
        return writeReport(path, reporter.render(result, gate, decision, plain));
      });
      return faults.filter((fault) => fault !== null);
    },
  };
}

/** The later report would take the place of the earlier one. */
function refuseShared(asked: readonly Destination[]): void {
  const files = asked.map(({ path }) => (path === null ? null : fileBehind(path)));
  const shared = files.find((file, index) => file !== null && files.indexOf(file) < index);
  if (shared != null)
    throw new UsageError(`two reports cannot share ${shared}; give each a file of its own.`);
}

function destination(text: string, cwd: string): Destination {
  const [name = '', ...rest] = text.split('=');
  const place = rest.join('=');
  const isStdout = rest.length === 0 || place === '-' || place === '/dev/stdout';
  const path = isStdout ? null : resolve(cwd, place);
  if (path !== null) checkWritable(path, text);
  return { reporter: reporterCalled(name), path };
}

function reporterCalled(name: string): Reporter {
  const found = reporters.find((reporter) => reporter.name === name);
  if (found !== undefined) return found;
  const names = reporters.map((reporter) => reporter.name);
  throw new UsageError(
    `--report ${name}: no reporter is called "${name}".${didYouMean(name, names)} Reporters: ${names.join(', ')}.`,
  );
}

function tell(event: RunEvent, style: Style, io: Io): void {
  const progress = io.stderrIsTerminal && io.columns !== null ? progressLine(event, style) : null;
  const lines = liveLines(event, style);
  if (lines.length > 0) {
    if (io.stderrIsTerminal) io.stderr('\r\u001b[K');
    io.stdout(`${lines.join('\n')}\n`);
  }
  if (progress !== null) io.stderr(`\r\u001b[K${progress}`);
}
