import { resolve } from 'node:path';
import { Chalk } from 'chalk';
import * as z from 'zod';
import type { Storyboard } from '../../model/storyboard.ts';
import { UsageError } from '../../support/errors.ts';
import { done, wantsColour, type Ending, type Io } from '../io.ts';
import { readFlags } from '../options.ts';
import { chooseSuite, loadChoice } from '../suite-choice.ts';
import { storyboardLines } from './show-storyboard.ts';

const showFlags = z.object({ suite: z.string().optional(), color: z.boolean().default(true) });

/** `storyboard show ID`: what a storyboard does, step by step, and what it needs. */
export function showCommand(id: string, given: unknown, io: Io): Ending {
  const flags = readFlags(showFlags, given);
  const choice = { suite: flags.suite, what: [id] };
  const { storyboards } = loadChoice(chooseSuite(choice, io.cwd), choice);
  const paint = new Chalk({ level: wantsColour(io, flags.color) ? 1 : 0 });
  const lines = storyboardLines(named(id, storyboards, io.cwd), paint);
  io.stdout(`${lines.join('\n')}\n`);
  return done;
}

/** The storyboard the user named by its id or its file; scenarios it requires are loaded beside it. */
function named(name: string, storyboards: readonly Storyboard[], cwd: string): Storyboard {
  const path = resolve(cwd, name);
  const found = storyboards.find(({ id, at }) => id === name || resolve(cwd, at.file) === path);
  if (found !== undefined) return found;
  const ids = storyboards.map(({ id }) => id).join(', ');
  throw new UsageError(`${name} is a folder; name one of its storyboards: ${ids}.`);
}
