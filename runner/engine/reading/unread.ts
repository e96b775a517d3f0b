import { loadModule } from '../load_module.ts';
import { engineModule } from '../task_info.ts';
import type { Unread } from './reading.ts';

/** Those failures by which something that is described may be missed. */
export async function thatMatter(failed: readonly Unread[]): Promise<Unread[]> {
  const kept = await Promise.all(failed.map(matters));
  return failed.filter((_, index) => kept[index]);
}

/** What tasks do that neither describe nor read anything in AWS is of no account here. */
async function matters({ shown: { info } }: Unread): Promise<boolean> {
  if (engineModule({ module: { value: info.module } })) return true;
  const { module } = await loadModule(info.module, info.place);
  return module.kind !== 'action';
}
