import { join } from 'node:path';
import { keptTexts, type KeptTexts } from '../load/kept-texts.ts';
import type { Io } from './io.ts';

/**
 * What runs keep for the next one: in `STORYBOARD_CACHE_DIR` (`off`, in any case, keeps nothing), else in the user's cache folder;
 * null where there is neither.
 */
export function keptFor({ env, now }: Pick<Io, 'env' | 'now'>): KeptTexts | null {
  const folder = folderIn(env);
  if (folder === null) return null;
  return keptTexts({ folder, user: process.getuid?.() ?? null, now: now() });
}

function folderIn(env: Io['env']): string | null {
  const { STORYBOARD_CACHE_DIR: chosen, XDG_CACHE_HOME: caches, HOME: home } = env;
  if (chosen !== undefined && chosen !== '') return /^off$/i.test(chosen) ? null : chosen;
  if (caches !== undefined && caches !== '') return join(caches, 'storyboard');
  return home === undefined || home === '' ? null : join(home, '.cache', 'storyboard');
}
