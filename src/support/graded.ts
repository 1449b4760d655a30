import type { StoryboardStatus } from '../model/storyboard.ts';

/**
 * False for a preview: it runs and shows what it found, and is neither a clean storyboard nor a failure of the run.
 * Totals, floors, tracks and exit codes all ask this one question.
 */
export function isGraded({ status }: { readonly status: StoryboardStatus }): boolean {
  return status !== 'preview';
}
