import type { Diagnostic } from '../diagnostics.ts';
import { list, type PlayOptions } from '../play.ts';
import type { Flags } from './options.ts';

/** `--list-tasks` and `--list-tags`, in Ansible's layout. */
export async function listCommand(
  options: PlayOptions,
  flags: Flags,
  refuse: (diagnostics: readonly Diagnostic[]) => void,
): Promise<number> {
  const { plays, diagnostics } = await list(options);
  if (!plays) {
    refuse(diagnostics);
    return 4;
  }
  const lines = plays.flatMap((play, index) => [
    `  play #${index + 1} (${play.hosts}): ${play.name}\tTAGS: [${play.tags.join(', ')}]`,
    ...(flags['list-tasks']
      ? ['    tasks:', ...play.tasks.map((task) => `      ${task.name}\tTAGS: [${task.tags.join(', ')}]`)]
      : []),
    ...(flags['list-tags'] ? [`      TASK TAGS: [${tagsOf(play.tasks).join(', ')}]`] : []),
    '',
  ]);
  process.stdout.write(`\nplaybook: ${options.playbook}\n\n${lines.join('\n')}`);
  return 0;
}

const tagsOf = (tasks: readonly { readonly tags: readonly string[] }[]) =>
  [...new Set(tasks.flatMap((task) => task.tags))].sort();
