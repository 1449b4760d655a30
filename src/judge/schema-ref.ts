import type { SchemaRef } from '../model/outcome.ts';

/** How reports call a schema: by its `$id`, else by its path below the root. */
export function schemaRef(ref: string, id: string | null): SchemaRef {
  if (id === null) return { id: ref, url: ref };
  return { id, url: /^https?:\/\//i.test(id) ? id : ref };
}
