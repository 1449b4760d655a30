import { distance } from 'fastest-levenshtein';
import type { Json } from '../../model/json.ts';
import { closest } from '../../support/did-you-mean.ts';
import { listOf } from '../../support/json.ts';
import { pseudoTasks } from '../language.ts';
import type { Place } from '../place.ts';
import { mapsOf } from './authored.ts';
import type { AuthoredStepAt, LintRule, LintSubject } from './rule.ts';

/** A misspelt tool is one that no agent has, so its steps would be skipped for ever. */
export const toolNames: LintRule = {
  ids: ['unknown-tool'],
  summary: 'A tool spelt almost like one the suite has a request schema for is that one.',

  check(subject) {
    const tools = subject.schemas.tasks();
    const known = new Set([...tools, ...pseudoTasks]);
    for (const { name, place } of [...requiredBy(subject), ...subject.steps.flatMap(usedBy)]) {
      if (typeof name !== 'string' || known.has(name)) continue;
      const meant = closest(name, tools);
      if (meant === null || distance(name, meant) > Math.ceil(name.length / 10)) continue;
      place.warning('unknown-tool', `no schema knows a tool "${name}"`, `did you mean "${meant}"?`);
    }
  },
};

interface Use {
  readonly name: Json | undefined;
  readonly place: Place;
}

function requiredBy({ document, place }: LintSubject): readonly Use[] {
  const families = mapsOf(document['required_any_of_tools']).flatMap(([family, index]) =>
    namesIn(family['tools'], place.child('required_any_of_tools', index, 'tools')),
  );
  return [...namesIn(document['required_tools'], place.child('required_tools')), ...families];
}

function namesIn(list: Json | undefined, place: Place): readonly Use[] {
  return listOf(list).map((name, index) => ({ name, place: place.child(index) }));
}

function usedBy({ step, place }: AuthoredStepAt): readonly Use[] {
  return ['task', 'task_default', 'requires_tool'].map((key) => ({
    name: step[key],
    place: place.child(key),
  }));
}
