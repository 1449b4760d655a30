import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import type { CheckOutcome } from '../../model/outcome.ts';
import { contextIdOf, dataIn, readA2aResult } from '../../support/a2a-result.ts';
import { isObject } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { failed, notApplicable, passed, passedObserving } from '../outcome.ts';

/** The call has ended and the work has not: A2A says completed, the payload in it says submitted. */
export const a2aSubmittedArtifact = defineCheck({
  kind: 'a2a_submitted_artifact',
  summary: 'Submitted work comes as a completed A2A task whose payload says submitted.',
  needs: 'exchange',
  params: z.object({}),
  judge(_, { exchange }) {
    const { protocol } = exchange.request;
    if (protocol !== 'a2a') return notApplicable(`the answer came over ${protocol}`);
    const { body } = exchange.response;
    return judgeResult(isObject(body) ? body['result'] : undefined);
  },
});

function judgeResult(result: Json | undefined): CheckOutcome {
  const read = readA2aResult(result);
  const pointer = '/result';
  if (read.kind !== 'task') {
    const note = read.kind === 'message' ? 'the result is a message' : read.problem;
    return failed({ pointer, expected: 'a task', actual: result, note });
  }
  const { id, artifacts } = read.task;
  if (typeof id !== 'string' || id === '')
    return failed({ pointer: '/result/id', expected: 'an id', actual: id });
  if (contextIdOf(result) === null) {
    const actual = read.task['contextId'];
    return failed({ pointer: '/result/contextId', expected: 'an id', actual });
  }
  if (read.state !== 'completed')
    return failed({
      pointer: '/result/status/state',
      expected: 'completed',
      actual: read.state,
    });
  return judgeArtifact(Array.isArray(artifacts) ? (artifacts as readonly Json[])[0] : undefined);
}

function judgeArtifact(artifact: Json | undefined): CheckOutcome {
  const { parts, metadata } = isObject(artifact) ? artifact : {};
  const status = dataIn(parts).at(-1)?.['status'];
  if (status !== 'submitted') {
    const note = "the artifact's last data is the AdCP answer";
    return failed({
      pointer: '/result/artifacts/0/parts',
      expected: { status: 'submitted' },
      actual: status,
      note,
    });
  }
  const taskId = isObject(metadata) ? metadata['adcp_task_id'] : undefined;
  return typeof taskId === 'string' && taskId !== ''
    ? passed
    : passedObserving('the metadata of the artifact names no adcp_task_id');
}
