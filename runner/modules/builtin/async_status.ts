import { asyncStatusSchema } from '../../../schemas/async_status.ts';
import { action } from '../module.ts';

const nothingYet = { stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] };

/** Milliseconds given to a job that may be about to end: the next look can be seconds away. */
const grace = 300;

/** Looks at a task in the background (Ansible: `ansible.builtin.async_status`). */
export const asyncStatus = action({
  name: 'async_status',
  schema: asyncStatusSchema,
  check: 'runs',
  async run({ jid, mode }, { job, progress }) {
    const found = job(jid);
    const about = { changed: false, ansible_job_id: jid, ...nothingYet };
    if (mode === 'cleanup') {
      found?.forget();
      return { ...about, started: 0, finished: 0, erased: jid };
    }
    await found?.wait(grace);
    for (const line of found?.news() ?? []) progress(line);
    if (!found) return { ...about, started: 1, finished: 1, failed: true, msg: 'could not find job' };
    return { ...about, ...found.result, started: 1, finished: found.result === undefined ? 0 : 1 };
  },
});
