import { accessScenes } from './access.ts';
import { assertionScenes } from './assertions.ts';
import { catalogueScenes } from './catalogue.ts';
import { flowScenes } from './flow.ts';
import { gateScenes } from './gates.ts';
import { observerScenes } from './observers.ts';
import type { Scene } from './scene.ts';
import { stateScenes } from './state.ts';
import { valueScenes } from './values.ts';

/** Every storyboard of the suite, with its agents. */
export const scenes: readonly Scene[] = [
  ...gateScenes,
  ...flowScenes,
  ...valueScenes,
  ...stateScenes,
  ...assertionScenes,
  ...accessScenes,
  ...observerScenes,
  ...catalogueScenes,
];
