import { assertions } from '../../src/judge/assertions/registry.ts';
import { checks } from '../../src/judge/checks/registry.ts';
import { reporters } from '../../src/report/registry.ts';
import { invariants } from '../../src/request/invariants/registry.ts';
import { runnerTasks } from '../../src/run/tasks/registry.ts';

interface Row {
  readonly name: string;
  readonly summary: string;
}

const start = '<!-- supported:start -->\n';
const end = '<!-- supported:end -->';

/** A README with its support tables as the registries have it. */
export function withSupportTable(readme: string): string {
  const [before = '', rest = ''] = readme.split(start);
  const [, after = ''] = rest.split(end);
  return `${before}${start}\n${sections()}\n${end}${after}`;
}

function sections(): string {
  return [
    section(
      'Checks',
      'checks',
      checks.map(({ kind, summary }) => ({ name: kind, summary })),
    ),
    section('Tasks the runner performs itself', 'tasks', runnerTasks),
    section('Assertions over a whole storyboard', 'assertions', assertions.map(byId)),
    section('Invariants of every request', 'invariants', invariants.map(byId)),
    section('Reporters', 'reporters', reporters),
  ].join('\n');
}

function byId({ id, summary }: { readonly id: string; readonly summary: string }): Row {
  return { name: id, summary };
}

function section(title: string, list: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ name, summary }) => `| \`${name}\` | ${summary.replaceAll('|', '\\|')} |`,
  );
  return `### ${title}\n\n\`storyboard list ${list}\` prints these.\n\n| Name | What it does |\n| --- | --- |\n${lines.join('\n')}\n`;
}
