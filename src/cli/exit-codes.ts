/** What the exit codes mean; the same for every command, and part of `--help`. */
export const exitCodes: readonly { readonly code: string; readonly meaning: string }[] = [
  {
    code: '0',
    meaning: 'met: everything that ran passed, or floors and ledger allow what did not',
  },
  {
    code: '1',
    meaning:
      'a step failed or errored beyond that, nothing was executed, what applies is unknown, or a report was not written',
  },
  { code: '2', meaning: 'bad usage or bad source; nothing was sent' },
  { code: '3', meaning: 'the agent could not be reached, or refused every call' },
  {
    code: '4',
    meaning: 'floors were asked for and not judged (a filtered, bailed or truncated run)',
  },
  { code: '5', meaning: 'only stale ledger entries: known failures that pass now' },
  { code: '70', meaning: 'a bug of this program' },
  { code: '129, 130, 143', meaning: 'ended by a signal; the partial report is written' },
];

/** The table for `--help`. */
export function exitCodeHelp(): string {
  const rows = exitCodes.map(({ code, meaning }) => `  ${code.padEnd(15)}${meaning}`);
  return ['', 'Exit codes:', ...rows, ''].join('\n');
}
