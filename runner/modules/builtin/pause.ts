import { setTimeout as sleep } from 'node:timers/promises';
import { pauseSchema } from '../../../schemas/pause.ts';
import { type ActionContext, action } from '../module.ts';
import { timestamp } from './timestamps.ts';

/** Waits for a time or for a person (Ansible: `ansible.builtin.pause`). */
export const pause = action({
  name: 'pause',
  schema: pauseSchema,
  check: 'predicts',
  async run({ seconds, minutes, prompt, echo }, context) {
    const began = Date.now();
    const wanted = seconds ?? (minutes === undefined ? undefined : minutes * 60);
    const answer = wanted === undefined ? await ask(prompt, echo, context) : '';
    if (wanted !== undefined) await wait(Math.max(0, wanted), prompt, context);
    const ended = Date.now();
    const stdout = pausedFor(ended - began, seconds === undefined ? 'minutes' : 'seconds');
    return {
      changed: false,
      rc: 0,
      stdout,
      stderr: '',
      start: timestamp(began),
      stop: timestamp(ended),
      delta: Math.floor((ended - began) / 1000),
      echo,
      user_input: answer,
    };
  },
});

function pausedFor(ms: number, unit: 'seconds' | 'minutes'): string {
  const amount = Math.round((unit === 'minutes' ? ms / 60_000 : ms / 1000) * 100) / 100;
  return `Paused for ${Number.isInteger(amount) ? amount.toFixed(1) : amount} ${unit}`;
}

async function wait(seconds: number, prompt: string | undefined, context: ActionContext): Promise<void> {
  if (context.check) return;
  context.progress(`${prompt ? `${prompt} – ` : ''}pausing for ${seconds} seconds`);
  await sleep(seconds * 1000, undefined, { signal: context.signal }).catch(() => context.signal.throwIfAborted());
}

/** A run that nobody watches must not hang. */
async function ask(prompt: string | undefined, echo: boolean, context: ActionContext): Promise<string> {
  if (context.check) return '';
  if (!context.prompt) {
    context.warn('nobody is asked, since standard input is no terminal');
    return '';
  }
  return context.prompt(prompt ?? 'Press enter to continue', { echo, signal: context.signal });
}
