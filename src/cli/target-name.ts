import type { Floors } from '../model/gate.ts';

/**
 * What floors and reports call an agent the user gave no name: the part of its URL's path that names a block of the
 * floors file, else the only block there is, else the first part of the path, else the host.
 */
export function targetName(url: string, floors: Floors | null): string {
  const { pathname, hostname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  const blocks = [...(floors?.targets.keys() ?? [])];
  const block =
    parts.find((part) => blocks.includes(part)) ?? (blocks.length === 1 ? blocks[0] : undefined);
  const [first] = parts;
  return block ?? (first === undefined || /^(mcp|a2a)$/.test(first) ? hostname : first);
}

/** What the agent of a run is called. */
export function nameOfTarget(
  { agent, target }: { readonly agent: string; readonly target?: string | undefined },
  floors: Floors | null,
): string {
  return target ?? targetName(agent, floors);
}
