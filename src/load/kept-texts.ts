import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Texts kept from run to run, each under a key made of everything it was made from. */
export interface KeptTexts {
  /** Null where nothing usable is kept under the key. */
  read(key: string): string | null;
  /** Keeps a text if it can; a text that cannot be kept is made again by the next run. */
  write(key: string, text: string): void;
}

/** Texts written this many milliseconds ago are dropped, and made again where they are still needed. */
const forgottenAfterMs = 30 * 24 * 60 * 60 * 1000;

/** Where texts are kept. */
export interface KeptFolder {
  readonly folder: string;
  /** The user's number; null on systems that have none. */
  readonly user: number | null;
  readonly now: Date;
}

/**
 * Texts in files of a folder. What another user could have put there is not read: the folder must belong to this user
 * and be writable by nobody else, and each file begins with the digest of the rest, so that half a file is none.
 */
export function keptTexts({ folder, user, now }: KeptFolder): KeptTexts {
  let trusted: boolean | null = null;
  const isTrusted = () => (trusted ??= isPrivate(folder, user));
  return {
    read: (key) =>
      isTrusted() ? quietly(() => intact(readFileSync(join(folder, key), 'utf8'))) : null,
    write(key, text) {
      quietly(() => {
        if (trusted !== true) prepare(folder, now);
        trusted = isPrivate(folder, user);
        if (!trusted) return;
        const file = join(folder, key);
        writeFileSync(`${file}.tmp`, `${digest(text)}\n${text}`, { mode: 0o600 });
        renameSync(`${file}.tmp`, file);
      });
    },
  };
}

/** A key for what is made from these parts. */
export function keyOf(...parts: readonly string[]): string {
  return digest(JSON.stringify(parts));
}

function isPrivate(folder: string, user: number | null): boolean {
  return (
    quietly(() => {
      const found = lstatSync(folder);
      return (
        found.isDirectory() && (user === null || (found.uid === user && (found.mode & 0o022) === 0))
      );
    }) ?? false
  );
}

function prepare(folder: string, now: Date): void {
  makeFolder(folder);
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (now.getTime() - statSync(file).mtimeMs > forgottenAfterMs) rmSync(file);
  }
}

/** Folder by folder: where none can be made, as below /proc, Node's own recursion does not end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function intact(kept: string): string | null {
  const end = kept.indexOf('\n');
  const text = kept.slice(end + 1);
  return digest(text) === kept.slice(0, end) ? text : null;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function quietly<T>(task: () => T): T | null {
  try {
    return task();
  } catch {
    return null;
  }
}
