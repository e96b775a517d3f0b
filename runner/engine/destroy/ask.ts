import { PlayError } from '../../diagnostics.ts';
import { nameOf } from '../reading/reading.ts';
import type { Prompt, Run } from '../run.ts';
import type { Thing } from './thing.ts';
import { leaveWhatIsUsed } from './uses.ts';

/** Asks about what holds data, where there is somebody to ask; without a yes it is left, and what it needs with it. */
export async function decideHeld(run: Run, things: readonly Thing[]): Promise<void> {
  for (const thing of things.toReversed()) {
    if (thing.verdict.kind !== 'held') continue;
    const { holds } = thing.verdict;
    thing.verdict = (await isAllowed(run, thing, holds)) ? { kind: 'remove' } : leftFor(holds);
  }
  leaveWhatIsUsed(things);
}

const leftFor = (holds: string): Thing['verdict'] => ({ kind: 'left', reason: `it holds ${holds}`, holds: true });

async function isAllowed({ options }: Run, thing: Thing, holds: string): Promise<boolean> {
  const { prompt, check, signal, worlds } = options;
  if (check || !prompt || signal.aborted) return false;
  const answer = await ask(
    prompt,
    `${nameOf(thing)} holds ${holds}, which cannot be made again. Remove it? (y)es/(N)o: `,
    signal,
  );
  worlds.memory.forget();
  return /^y(es)?$/i.test(answer.trim());
}

/** No answer is no yes. */
async function ask(prompt: Prompt, question: string, signal: AbortSignal): Promise<string> {
  try {
    return await prompt(question, { echo: true, signal });
  } catch (error) {
    if (error instanceof PlayError || signal.aborted) return '';
    throw error;
  }
}
