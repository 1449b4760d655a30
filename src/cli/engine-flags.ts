/** Versions of Node whose engine is known to have the flag; it would complain of one it does not have. */
const knownNode = { first: 20, last: 24 };

/** More bytes than any run reads. */
const budget = 2_000_000_000;

/**
 * What the engine is told before a run; nothing where it may not know the flag. It would optimize undici's HTTP parser,
 * which is WebAssembly, just when an agent on the same machine answers its first calls: that takes a tenth of a short
 * run's processor time, on another core, and not even a run of 3,000 steps earns it back.
 */
export function engineFlags(nodeVersion: string): readonly string[] {
  const major = Number.parseInt(nodeVersion, 10);
  const isKnown = major >= knownNode.first && major <= knownNode.last;
  return isKnown ? [`--wasm-tiering-budget=${budget}`] : [];
}
