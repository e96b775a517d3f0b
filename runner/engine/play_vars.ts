import { PlayError } from '../diagnostics.ts';
import { findFile } from '../playbook/find_file.ts';
import type { At } from '../playbook/types.ts';
import { containsUnknown } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { valueIn } from './keyword_values.ts';
import { recordLayer } from './layer.ts';
import type { PlayRun } from './play_run.ts';
import { warnOnce } from './run.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';

/** Loads the variables of `vars_files`, the last file on top. */
export function loadVarsFiles(playRun: PlayRun, frame: Frame): void {
  const { play, run, fileLayers } = playRun;
  fileLayers.length = 0;
  for (const at of play.vars_files) {
    const path = varsFile(playRun, at, scopeOf(frame, play.file));
    if (path !== undefined) fileLayers.unshift(recordLayer(run.options.loader.vars(path)));
  }
}

/** A file, or the first that exists of a list of them; undefined when check mode cannot know which. */
function varsFile({ play, run }: PlayRun, at: At, scope: VariableScope): string | undefined {
  const written = [valueIn(at, scope)].flat();
  if (containsUnknown(written)) {
    warnOnce(run, 'the name of a vars file is known after apply: its variables are not known', at.place);
    run.hasUnread = true;
    return undefined;
  }
  const names = written.map(String);
  const tried: string[] = [];
  for (const name of names) {
    const found = findFile('vars', name, { playbookDir: play.playbookDir, file: play.file });
    if (found.path !== undefined) return found.path;
    tried.push(...found.tried);
  }
  throw new PlayError({
    code: 'file-missing',
    message: names.length === 1 ? `no vars file "${names[0]}"` : `none of the vars files ${names.join(', ')}`,
    place: at.place,
    hint: `looked for ${tried.join(', ')}`,
  });
}
