import { Chalk } from 'chalk';
import type { Style } from './reporter.ts';

/** Colours by what they mean; without colour each returns its text. Text is made printable before it is painted. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** The paint of a style. The level is explicit: whether there is a terminal is not for this folder to find out. */
export function paintFor({ colour }: Pick<Style, 'colour'>): Paint {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    faint: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
  };
}
