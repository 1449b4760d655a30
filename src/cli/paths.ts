import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder this package is installed in, whether it runs from source or from its bundle. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The suite that ships with the package, as the user would type it. */
export function shippedSuite(cwd: string): string {
  return shownFrom(cwd, join(packageRoot(), 'storyboards'));
}

/** The shorter of the absolute path and the one from the user's folder. */
export function shownFrom(cwd: string, path: string): string {
  const near = relative(cwd, resolve(path));
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}
