/**
 * The document a `$ref` names, as a path below the schema root. Published references are absolute below
 * `/schemas/<version>/`, our own relative to the file they stand in.
 */
export function schemaTarget(ref: string, from: string): string {
  const published = /^(?:https?:\/\/[^/]+)?\/schemas\/[^/]+\/(.+)$/.exec(ref)?.[1];
  return published ?? new URL(ref, `schema:///${from}`).pathname.slice(1);
}
