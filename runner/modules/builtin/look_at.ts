import { lstatSync, type Stats, statSync } from 'node:fs';

/** What a path names, through links; undefined when there is nothing of that name. */
export function lookAt(path: string): Stats | undefined {
  return missingIsUndefined(() => statSync(path, { throwIfNoEntry: false }));
}

/** What a path names, which may be a link itself. */
export function lookAtLink(path: string): Stats | undefined {
  return missingIsUndefined(() => lstatSync(path, { throwIfNoEntry: false }));
}

/** Below something that is no folder there is nothing either. */
function missingIsUndefined(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
