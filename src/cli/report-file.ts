import {
  accessSync,
  constants,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../support/errors.ts';

/** A run is not started for a report that cannot be kept: throws UsageError. */
export function checkWritable(path: string, asked: string): void {
  const why = whyNot(path);
  if (why !== null) throw new UsageError(`--report ${asked}: ${why}.`);
}

function whyNot(path: string): string | null {
  let needed = path;
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      return `${path} is a directory; name a file`;
    const { file, isReplaced } = placeOf(path);
    needed = isReplaced ? `the folder ${dirname(file)}` : file;
    accessSync(isReplaced ? dirname(file) : file, constants.W_OK);
    return null;
  } catch {
    return `${needed} does not exist or cannot be written`;
  }
}

/** Writes a report, or gives the sentence that says why it is not written. */
export function writeReport(path: string, text: string): string | null {
  try {
    const { file, isReplaced } = placeOf(path);
    writeFileSync(isReplaced ? `${file}.tmp` : file, text);
    if (isReplaced) renameSync(`${file}.tmp`, file);
    return null;
  } catch (error) {
    // A reader that closes its pipe early has what it wanted, as on stdout.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return null;
    const why = error instanceof Error ? error.message : String(error);
    return `${path}: the report could not be written: ${why}`;
  }
}

/** The file that a report at a path is written into, through links; null for a pipe or a device, which several may share. */
export function fileBehind(path: string): string | null {
  const { file, isReplaced } = placeOf(path);
  return isReplaced ? file : null;
}

interface Place {
  readonly file: string;
  /** True where the file is replaced in one go: readers never see half a report. A pipe or a device is written to. */
  readonly isReplaced: boolean;
}

function placeOf(path: string): Place {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return { file: realpathSync(path), isReplaced: true };
  if (found !== undefined) return { file: path, isReplaced: false };
  // A link may lead to a file that is yet to be made.
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink
    ? placeOf(resolve(dirname(path), readlinkSync(path)))
    : { file: path, isReplaced: true };
}
