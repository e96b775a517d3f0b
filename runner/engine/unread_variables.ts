import { globals, globalValues } from '../template/globals/index.ts';
import { unknown } from '../template/values.ts';
import type { Layer } from './layer.ts';

/**
 * The lowest level once variables came from a file that check mode cannot know: any name that nothing else defines may be in it.
 * What defaults define keeps their values.
 */
export const unreadVariables: Layer = {
  data: true,
  has: isOpen,
  get: (name) => (isOpen(name) ? unknown : undefined),
  names: () => [],
};

/** What the language and the engine themselves define is no matter of files. */
function isOpen(name: string): boolean {
  return (
    !name.startsWith('ansible_') &&
    name !== 'vars' &&
    !Object.hasOwn(globals, name) &&
    !Object.hasOwn(globalValues, name)
  );
}
