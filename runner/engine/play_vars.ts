import { PlayError } from '../diagnostics.ts';
import { findFile } from '../playbook/find_file.ts';
import type { At } from '../playbook/types.ts';
import { dictGet, isDict } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import { recordLayer } from './layer.ts';
import type { PlayRun } from './play_run.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';

/** Asks for the variables of `vars_prompt`. */
export async function askForVars(playRun: PlayRun, frame: Frame): Promise<void> {
  const { play, prompted } = playRun;
  for (const question of play.vars_prompt) await ask(playRun, question, scopeOf(frame, play.file), prompted);
}

/** Loads the variables of `vars_files`, the last file on top. */
export function loadVarsFiles(playRun: PlayRun, frame: Frame): void {
  const { play, run, fileLayers } = playRun;
  fileLayers.length = 0;
  for (const at of play.vars_files) {
    const path = varsFile(playRun, at, scopeOf(frame, play.file));
    fileLayers.unshift(recordLayer(run.options.loader.vars(path)));
  }
}

/** A file, or the first that exists of a list of them. */
function varsFile({ play }: PlayRun, at: At, scope: VariableScope): string {
  const names = [valueIn(at, scope)].flat().map(String);
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

async function ask({ run }: PlayRun, at: At, scope: VariableScope, answers: Map<string, unknown>): Promise<void> {
  const written = isDict(at.value) ? at.value : valueIn(at, scope);
  if (!isDict(written))
    throw new PlayError({
      code: 'prompt-type',
      message: 'a vars_prompt must be a mapping with a name',
      place: at.place,
    });
  const part = (key: string): At | undefined => {
    const value = dictGet(written, key);
    return value === undefined || value === null ? undefined : { ...at, value, place: at.within([key]) };
  };
  const text = (key: string) => {
    const found = part(key);
    return found && String(valueIn(found, scope));
  };
  const name = text('name') ?? '';
  if (run.options.extraVars.has(name)) return;
  const fallback = text('default');
  const { prompt, signal, redactor } = run.options;
  if (!prompt && fallback === undefined) {
    const hint = `give it with -e ${name}=…`;
    throw new PlayError({
      code: 'prompt-impossible',
      message: `nobody is there to answer for the variable "${name}"`,
      place: at.place,
      hint,
    });
  }
  const secret = booleanIn(part('private'), scope, true);
  const question = `${text('prompt') ?? name}${fallback === undefined ? '' : ` [${secret ? 'default' : fallback}]`}: `;
  const answer = prompt ? await prompt(question, { echo: !secret, signal }) : '';
  const value = answer === '' ? (fallback ?? '') : answer;
  if (secret) redactor.add(value);
  answers.set(name, value);
}
