import { advisories } from './advisories.ts';
import { contextNames } from './context-names.ts';
import { contributions } from './contributions.ts';
import { negativeSteps } from './negative-steps.ts';
import { patterns } from './patterns.ts';
import { rottedDates } from './rotted-dates.ts';
import type { LintRule } from './rule.ts';
import { schemaChecks } from './schema-checks.ts';
import { schemaReferences } from './schema-references.ts';
import { stepReferences } from './step-references.ts';
import { taskSpelling } from './task-spelling.ts';
import { tokens } from './tokens.ts';
import { toolNames } from './tool-names.ts';

/** What only authors want to hear, in the order it is looked for. */
export const lintRules: readonly LintRule[] = [
  contextNames,
  tokens,
  taskSpelling,
  toolNames,
  schemaReferences,
  schemaChecks,
  stepReferences,
  contributions,
  negativeSteps,
  advisories,
  patterns,
  rottedDates,
];
