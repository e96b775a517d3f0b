import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackgroundJob, Result } from '../modules/module.ts';

/** A task that runs in the background of this process. */
export interface Job extends BackgroundJob {
  readonly id: string;
  /** The task's title, for the warning when nobody waited for it. */
  readonly title: string;
  /** Resolves when the job has ended, however it did. */
  readonly ended: Promise<void>;
  /** Asks it to end. */
  stop(): void;
}

/** The background jobs of a run. They live as long as the run does. */
export interface Jobs {
  start(title: string, work: (signal: AbortSignal, say: (message: string) => void) => Promise<Result>): Job;
  find(id: string): Job | undefined;
  /** Ends what still runs; the titles of what that was. */
  endAll(): Promise<readonly string[]>;
}

/** Under this key of its result a job keeps what else there is to tell (the steps it took …); `async_status` tells it. */
export const toldKey = '_ansible_told';

export function createJobs(signal: AbortSignal): Jobs {
  const jobs = new Map<string, Job>();
  return {
    start(title, work) {
      const own = new AbortController();
      let result: Result | undefined;
      const said: string[] = [];
      const ended = work(AbortSignal.any([signal, own.signal]), (message) => void said.push(message)).then((done) => {
        result = done;
      });
      const job: Job = {
        id: newId(),
        title,
        ended,
        get result() {
          return result;
        },
        news: () => said.splice(0),
        wait: (milliseconds) => Promise.race([ended, delay(milliseconds)]),
        forget: () => void jobs.delete(job.id),
        stop: () => own.abort(),
      };
      jobs.set(job.id, job);
      return job;
    },
    find: (id) => jobs.get(id),
    async endAll() {
      const running = [...jobs.values()].filter((job) => job.result === undefined);
      for (const job of running) job.stop();
      await Promise.all(running.map((job) => job.ended));
      return running.map((job) => job.title);
    },
  };
}

/** In the form Ansible gives its job ids. */
const newId = () => `j${randomInt(1e11, 1e12)}.${process.pid}`;
