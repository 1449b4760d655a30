import { join } from 'node:path';
import { codeForm } from '../judge/schema-code.ts';
import { keyOf, keptTexts, type KeptTexts } from '../load/kept-texts.ts';
import type { KeptText } from '../model/kept.ts';
import type { Io } from './io.ts';

/**
 * What runs keep for the next one: in `STORYBOARD_CACHE_DIR` (`off` keeps nothing), else in the user's cache folder;
 * null where there is neither.
 */
export function keptFor({ env, now }: Pick<Io, 'env' | 'now'>): KeptTexts | null {
  const folder = folderIn(env);
  if (folder === null) return null;
  return keptTexts({ folder, user: process.getuid?.() ?? null, now: now() });
}

/** Where the code generated from the schemas below a folder is kept; null where nothing is kept. */
export function keptSchemaCode(kept: KeptTexts | null, root: string | null): KeptText | null {
  if (kept === null || root === null) return null;
  const key = keyOf('schema code', codeForm, root);
  return { read: () => kept.read(key), write: (text) => kept.write(key, text) };
}

function folderIn(env: Io['env']): string | null {
  const { STORYBOARD_CACHE_DIR: chosen, XDG_CACHE_HOME: caches, HOME: home } = env;
  if (chosen !== undefined && chosen !== '') return chosen === 'off' ? null : chosen;
  if (caches !== undefined && caches !== '') return join(caches, 'storyboard');
  return home === undefined || home === '' ? null : join(home, '.cache', 'storyboard');
}
