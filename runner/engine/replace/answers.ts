import type { Prompt } from '../run.ts';

/** Keeps what a person answered, for those who ask the same again. */
export interface Answers {
  /** Asks, and keeps the answer. */
  readonly ask: Prompt | undefined;
  /** Gives the answers once more, in their order; asks only what was not asked yet. */
  replay(): Prompt | undefined;
}

/** For a run in which a person can be asked, or cannot. */
export function keepAnswers(prompt: Prompt | undefined): Answers {
  if (!prompt) return { ask: undefined, replay: () => undefined };
  const kept = new Map<string, string[]>();
  const ask: Prompt = async (question, how) => {
    const answer = await prompt(question, how);
    kept.set(question, [...(kept.get(question) ?? []), answer]);
    return answer;
  };
  return {
    ask,
    replay() {
      const left = new Map([...kept].map(([question, answers]) => [question, [...answers]]));
      return async (question, how) => left.get(question)?.shift() ?? prompt(question, how);
    },
  };
}
