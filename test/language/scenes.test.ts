import { describe, expect, test } from 'vitest';
import { readAuthored } from './census/authored.ts';
import { play, playAll } from './scenes/play.ts';
import { scenes } from './scenes/scenes.ts';

test('every storyboard of the suite is played', () => {
  const authored = readAuthored().storyboards.map(({ id }) => id);
  expect(scenes.map(({ storyboard }) => storyboard).toSorted()).toEqual(authored.toSorted());
});

describe.each(scenes)(
  '$storyboard',
  ({ storyboard: id, honest, broken, moot = [], notFor = [] }) => {
    test('passes for an agent that does it right', async () => {
      const { storyboard, steps } = await play(id, honest);
      expect(steps, describeFaults(storyboard)).toEqual(honest.steps);
      expect(storyboard.verdict).not.toBe('failed');
    });

    test.each(broken)(
      'fails for an agent that $name',
      async ({ fails, steps: also = {}, ...cast }) => {
        const { storyboard, steps } = await play(id, cast);
        const found = storyboard.assertions.find(({ assertion }) => assertion === fails);
        const verdict = found ? found.outcome.status : steps[fails];
        expect({ [fails]: verdict, ...steps }).toMatchObject({ [fails]: 'failed', ...also });
        expect(storyboard.verdict).toBe('failed');
      },
    );

    test.each(moot)(
      'says nothing about an agent that $name',
      async ({ reason, detail, ...cast }) => {
        const { storyboard } = await play(id, cast);
        expect(storyboard.skip).toMatchObject({ reason });
        expect(storyboard.skip?.detail).toMatch(detail);
        expect(storyboard.verdict).toBe('skipped');
      },
    );

    test.each(notFor)('is not selected for an agent that $name', async ({ detail, ...cast }) => {
      const { storyboards, notSelected } = await playAll(id, cast);
      expect(notSelected).toMatchObject([{ storyboardId: id, reason: 'version_excluded' }]);
      expect(notSelected[0]?.detail).toMatch(detail);
      expect(storyboards).toEqual([]);
    });
  },
);

function describeFaults({ steps }: Awaited<ReturnType<typeof play>>['storyboard']): string {
  return steps
    .filter(({ verdict }) => verdict !== 'passed')
    .map(
      (step) =>
        `${step.stepId} ${step.verdict} ${JSON.stringify('skip' in step ? step.skip : step.validations)}`,
    )
    .join('\n');
}
