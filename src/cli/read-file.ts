import { resolve } from 'node:path';
import { readText } from '../load/files.ts';
import { UsageError } from '../support/errors.ts';

/** The text of a file the user named, or a UsageError that names the flag and the path. */
export function readFile(flag: string, path: string, cwd: string): string {
  const read = readText(resolve(cwd, path));
  if ('problem' in read) throw new UsageError(`${flag} ${path}: ${read.problem}.`);
  return read.text;
}
