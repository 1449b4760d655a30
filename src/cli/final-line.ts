import { printable } from '../report/escape.ts';
import type { Ending } from './io.ts';

/** How a command ended, in one line whatever an agent or a file put into it; no user name or password of a URL is in it. */
export function finalLine({ exitCode, reason }: Ending): string {
  const why = (reason ?? '')
    .trim()
    .replace(/\s*[\r\n]\s*/g, ' ')
    .replace(/(?<=:\/\/)[^/?#\s]*@/g, '');
  return `storyboard: exit ${exitCode}: ${printable(why)}\n`;
}
