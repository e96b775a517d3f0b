import { type Empty, madeEmpty, notThere, refused } from './emptiness.ts';
import { isThrottled } from './errors.ts';
import type { WatchedClient } from './guard.ts';
import { isWrite } from './operations.ts';
import { isTouched, mayFill, type Operation } from './touched.ts';

/**
 * What AWS has answered in this run. The rule: a question is asked once, and once more
 * - after a write of ours that may have changed the answer (`touched.ts`; in doubt it may), done, failed or under way;
 * - after every wait, and in every look of one: nothing is waited for, or tried again, by what was read before;
 * - after anything that may change AWS behind our back (`outside`: commands, scripts, pauses …), of which, while it is under way,
 *   nothing is remembered at all;
 * - after half a minute, whatever happened.
 * What AWS failed to answer (throttling, a broken connection) is asked again, too.
 */
export interface Memory {
  /** The part of it for one way of connecting to AWS: answers differ by account and region. */
  at(place: string): PlaceMemory;
  /** Everything is to be read again. */
  forget(): void;
  /** While something acts that may change these services (any, when it does not say which) without our knowing. */
  outside<T>(services: readonly string[] | undefined, act: () => T | Promise<T>): Promise<T>;
}

/** What was answered in one place. */
export interface PlaceMemory extends Pick<Memory, 'forget'> {
  /** The answer to a question, asked only when it is not known. */
  recall(question: Question, ask: Ask): Promise<unknown>;
  /** Sends a write. What it may change is forgotten in all places: two of them can be the same account. */
  write(question: Question, send: Ask): Promise<unknown>;
  /** Whether the thing with this id is known to hold nothing of what the operation lists: it is new, or not there. */
  isEmpty(id: string, listing: string): boolean;
}

/** Asks AWS. */
export type Ask = () => Promise<unknown>;

/** An operation with its input. */
export interface Question extends Operation {
  readonly input: unknown;
}

/** Milliseconds for which an answer is believed. */
const longest = 30_000;

export function createMemory(): Memory {
  const places = new Map<string, Place>();
  const acting = new Map<string | undefined, number>();
  const each = (act: (place: Place) => void): void => places.forEach(act);
  const isActing = (service: string): boolean => Boolean(acting.get(service) || acting.get(undefined));
  const forget = () => each((place) => place.forget());
  const note = (service: string | undefined, by: number) => {
    acting.set(service, (acting.get(service) ?? 0) + by);
    each((place) => place.forgetService(service));
  };
  return {
    forget,
    async outside(services, act) {
      const touched = services ?? [undefined];
      for (const service of touched) note(service, 1);
      try {
        return await act();
      } finally {
        for (const service of touched) note(service, -1);
      }
    },
    at(name) {
      const place = places.get(name) ?? createPlace();
      places.set(name, place);
      return {
        forget,
        isEmpty: place.isEmpty,
        recall: (question, ask) => (isActing(question.service) ? ask() : place.recall(question, ask)),
        async write(question, send) {
          each(({ touch }) => touch(question));
          try {
            const answer = await send();
            each(({ touch }) => touch(question));
            if (!isActing(question.service)) place.learn(madeEmpty(question.operation, outputOf(answer)), true);
            return answer;
          } catch (error) {
            each(({ touch }) => touch(question));
            throw error;
          }
        },
      };
    },
  };
}

interface Answer {
  readonly from: Operation;
  readonly given: Promise<unknown>;
  readonly at: number;
}

type Place = ReturnType<typeof createPlace>;

function createPlace() {
  const answers = new Map<string, Answer>();
  /** By what lists what is in them, with the time until which that is believed; of what is new, through waits, for ever. */
  const empty = new Map<string, Map<string, number>>();
  const learn = (fact: Empty | undefined, isNew: boolean) => {
    for (const listing of fact?.listings ?? []) {
      const known = empty.get(listing) ?? new Map();
      empty.set(listing, known);
      for (const id of fact!.ids)
        if (id !== undefined) known.set(id, isNew ? Number.POSITIVE_INFINITY : performance.now() + longest);
    }
  };
  const forgetAnswers = (isLost: (from: Operation) => boolean) => {
    for (const [question, { from }] of answers) if (isLost(from)) answers.delete(question);
  };
  const forgetMissing = () => {
    for (const known of empty.values()) for (const [id, until] of known) if (Number.isFinite(until)) known.delete(id);
  };
  return {
    learn,
    isEmpty: (id: string, listing: string): boolean => (empty.get(listing)?.get(id) ?? 0) > performance.now(),
    recall(question: Question, ask: Ask): Promise<unknown> {
      const { service, operation, input } = question;
      const key = `${service}:${operation} ${JSON.stringify(input)}`;
      const known = answers.get(key);
      if (known && performance.now() - known.at < longest) return known.given;
      const answer = { from: question, given: ask(), at: performance.now() };
      answers.set(key, answer);
      const isCurrent = () => answers.get(key) === answer;
      answer.given.then(
        (given) => isCurrent() && learn(notThere(operation, input, outputOf(given)), false),
        (error) => {
          if (isCurrent() && !isAnswer(error)) answers.delete(key);
          else if (isCurrent()) learn(refused(operation, input, error), false);
        },
      );
      return answer.given;
    },
    forget() {
      answers.clear();
      forgetMissing();
    },
    forgetService(service: string | undefined) {
      forgetAnswers((from) => service === undefined || from.service === service);
      for (const listing of empty.keys())
        if (service === undefined || listing.startsWith(`${service}:`)) empty.delete(listing);
    },
    touch(write: Operation) {
      forgetAnswers((from) => isTouched(from, write));
      forgetMissing();
      for (const listing of empty.keys()) if (mayFill(listing, write)) empty.delete(listing);
    },
  };
}

const outputOf = (answer: unknown): object => (answer as { output?: object } | undefined)?.output ?? {};

/** That something is not there is an answer; that AWS could not be reached, or is asked too often, is none. */
function isAnswer(error: unknown): boolean {
  const { httpStatusCode = 0 } = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata ?? {};
  return httpStatusCode >= 400 && httpStatusCode < 500 && !isThrottled(error);
}

/** Lets a client ask the memory first. Outermost: what is remembered is neither sent nor counted. */
export function rememberAnswers(client: WatchedClient, service: string, memory: PlaceMemory): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const operation = (context.commandName ?? 'UnknownCommand').replace(/Command$/, '');
      const question = { service, operation, input: args.input };
      const send = () => next(args);
      return (isWrite(operation) ? memory.write(question, send) : memory.recall(question, send)) as ReturnType<
        typeof next
      >;
    },
    { step: 'initialize', priority: 'high', name: 'playRememberAnswers' },
  );
}
