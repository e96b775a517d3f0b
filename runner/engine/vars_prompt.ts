import { type Diagnostic, PlayError } from '../diagnostics.ts';
import type { At, Playbook } from '../playbook/types.ts';
import { dictGet, isDict } from '../template/values.ts';
import { diagnosticOf } from './failure.ts';
import type { Frame } from './frame.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import type { PlayRun } from './play_run.ts';
import type { Prompt } from './run.ts';
import type { VariableScope } from './scope.ts';
import { scopeOf } from './variables.ts';

/** A question of `vars_prompt` (Ansible's page "Interactive input: prompts"). */
interface Question {
  readonly name: string;
  readonly text: string;
  readonly fallback: string | undefined;
  readonly secret: boolean;
  /** Asked twice, until both answers are the same. */
  readonly twice: boolean;
  readonly place: At['place'];
}

/** Asks for the variables of `vars_prompt` that `-e` does not give. Answers are data: templates in them are just text. */
export async function askForVars(playRun: PlayRun, frame: Frame): Promise<void> {
  const { play, prompted, run } = playRun;
  const { extraVars, prompt, redactor, signal } = run.options;
  for (const at of play.vars_prompt) {
    const question = questionOf(at, scopeOf(frame, play.file));
    if (extraVars.has(question.name)) continue;
    const answer = prompt ? await ask(question, prompt, signal) : '';
    if (answer === '' && question.fallback === undefined && !prompt) throw nobodyThere(question);
    const value = answer === '' ? (question.fallback ?? '') : answer;
    // What the playbook says in plain text is no secret.
    if (question.secret && answer !== '') redactor.add(value);
    prompted.set(question.name, value);
  }
}

/** The questions that nobody can answer when there is no terminal. */
export function unanswerable({ plays }: Playbook, given: Readonly<Record<string, unknown>>): Diagnostic[] {
  return plays.flatMap(({ vars_prompt: questions }) =>
    questions.flatMap(({ value, place }) => {
      const name = isDict(value) ? dictGet(value, 'name') : undefined;
      const fallback = isDict(value) ? (dictGet(value, 'default') ?? null) : null;
      if (typeof name !== 'string' || fallback !== null || Object.hasOwn(given, name)) return [];
      return [diagnosticOf(nobodyThere({ name, place }))];
    }),
  );
}

function questionOf(at: At, scope: VariableScope): Question {
  const written = isDict(at.value) ? at.value : valueIn(at, scope);
  const part = (key: string): At | undefined => {
    const value = isDict(written) ? dictGet(written, key) : undefined;
    return value === undefined || value === null ? undefined : { ...at, value, place: at.within([key]) };
  };
  const text = (key: string) => {
    const found = part(key);
    return found && String(valueIn(found, scope));
  };
  const name = text('name') ?? '';
  const fallback = text('default');
  const secret = booleanIn(part('private'), scope, true);
  const shown = fallback === undefined ? '' : ` [${secret ? 'default' : fallback}]`;
  return {
    name,
    text: `${text('prompt') ?? name}${shown}: `,
    fallback,
    secret,
    twice: booleanIn(part('confirm'), scope),
    place: at.place,
  };
}

async function ask({ text, secret, twice }: Question, prompt: Prompt, signal: AbortSignal): Promise<string> {
  const options = { echo: !secret, signal };
  for (;;) {
    const answer = await prompt(text, options);
    if (!twice || (await prompt(`confirm ${text}`, options)) === answer) return answer;
    await prompt('the two answers differ; press enter to try again ', { echo: true, signal });
  }
}

function nobodyThere({ name, place }: Pick<Question, 'name' | 'place'>): PlayError {
  return new PlayError({
    code: 'prompt-impossible',
    message: `nobody is there to answer for the variable "${name}"`,
    place,
    hint: `give it with -e ${name}=…`,
  });
}
