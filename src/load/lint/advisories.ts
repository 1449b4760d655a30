import { authoredValidations } from './authored.ts';
import type { LintRule } from './rule.ts';

/** An advisory says until when it is one, or that it always will be. */
export const advisories: LintRule = {
  ids: ['advisory-expiry'],
  summary:
    'An advisory validation has exactly one of expires_after_version and permanent_advisory.',

  check({ steps }) {
    for (const { validation, place } of steps.flatMap(authoredValidations)) {
      const expires = Object.hasOwn(validation, 'expires_after_version');
      const permanent = Object.hasOwn(validation, 'permanent_advisory');
      if (validation['severity'] !== 'advisory' || expires !== permanent) continue;
      place
        .child('severity')
        .warning(
          'advisory-expiry',
          expires
            ? 'the advisory both expires and is permanent'
            : 'the advisory never says when it ends',
          'keep one of expires_after_version: "<version>", permanent_advisory: { reason: … }',
        );
    }
  },
};
