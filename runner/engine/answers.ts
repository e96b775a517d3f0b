import type { Prompt } from './run.ts';

/** For each who goes through the playbook: gives the answers that others got before, in their order, and then asks. */
export type Answers = () => Prompt | undefined;

/** Keeps what a person answers, so that nobody is asked twice however often the playbook is gone through. */
export function keepAnswers(prompt: Prompt | undefined): Answers {
  const kept = new Map<string, string[]>();
  return () => {
    if (!prompt) return undefined;
    const given = new Map<string, number>();
    return async (question, how) => {
      const answers = kept.get(question) ?? [];
      const index = given.get(question) ?? 0;
      const answer = answers[index] ?? (await prompt(question, how));
      answers[index] = answer;
      kept.set(question, answers);
      given.set(question, index + 1);
      return answer;
    };
  };
}
