/** Phases the runner adds to a storyboard; no storyboard has one of its own by these names. */
export const runnerPhases = {
  seeding: '__controller_seeding__',
  discovery: '__product_discovery__',
} as const;

const added: ReadonlySet<string> = new Set(Object.values(runnerPhases));

/** False for steps the runner makes to get a storyboard going: they are counted, and are no finding of the storyboard. */
export function isAuthored({ phaseId }: { readonly phaseId: string }): boolean {
  return !added.has(phaseId);
}
