import { taskFields } from '../../playbook/task_fields.ts';
import { shortName } from '../../playbook/tasks.ts';
import type { Site } from '../sites.ts';
import { textIn } from '../written.ts';

const commands = new Set(['command', 'shell', 'raw']);

/** Programs that change nothing in AWS besides images. */
const harmless = new Set(
  'awk basename cat cut date dirname docker echo false find git grep head hostname id jq ls md5sum mkdir podman pwd sed sha1sum sha256sum sleep sort stat tail test tr true uname uniq wc whoami'.split(
    ' ',
  ),
);

/** Whether a task may change AWS in ways nobody can read from the playbook: a program of any kind, or a script. */
export function isOutsider({ task }: Site): boolean {
  const module = shortName(task.module.value);
  if (module === 'script') return true;
  if (!commands.has(module)) return false;
  const fields = taskFields(task.args);
  const text = ['cmd', 'argv', '_raw_params'].map((name) => textIn(fields.get(name)?.value)).join('\n');
  const whole = text.trim() === '' ? textIn(task.args.value) : text;
  return !whole.split(/\|\||&&|[|;&\n]/).every(isHarmless);
}

function isHarmless(piece: string): boolean {
  const [first] = piece.trim().split(/\s+/);
  return (first === '' || first === undefined || harmless.has(first)) && !/\$\(|`/.test(piece);
}
