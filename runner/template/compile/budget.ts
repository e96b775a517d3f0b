import { Fault, type Value } from '../python/types.ts';

/** Rounds of loops and calls of filters and macros that one evaluation may take; more is a mistake or an attack. */
const maxSteps = 10_000_000;

/** Milliseconds after which an evaluation is watched, and those of the processor that it may take from then on. */
const unwatched = 500;
const maxMilliseconds = 2_000;

/** Characters and elements (as bytes) of the large values that one evaluation may make. */
const maxBytes = 1_000_000_000;
const bytesOfElement = 8;
const large = 50_000;

/** What one evaluation of a template has left to spend, included files and macros with it. */
export class Budget {
  #steps = 0;
  #bytes = 0;
  /** When time was first asked for, which most templates end without. */
  #started: number | undefined;
  #watched: NodeJS.CpuUsage | undefined;

  /** Counts a round of a loop or a call. */
  step(): void {
    if (++this.#steps > maxSteps) throw new Fault(`the template takes more than ${maxSteps} steps`);
    if (this.#steps % 16 === 0) this.checkTime();
  }

  /** Counts what an operation that may take long has made. */
  made(value: Value): Value {
    const bytes =
      typeof value === 'string' ? value.length : Array.isArray(value) ? value.length * bytesOfElement : undefined;
    if (bytes !== undefined && bytes > large) {
      this.#bytes += bytes;
      if (this.#bytes > maxBytes) throw new Fault('the template makes too many large values');
    }
    this.checkTime();
    return value;
  }

  /** Time that passes while lookups wait for commands and servers, or while other programs have the processor, is not counted. */
  checkTime(): void {
    const now = performance.now();
    this.#started ??= now;
    if (now - this.#started < unwatched) return;
    this.#watched ??= process.cpuUsage();
    const { user, system } = process.cpuUsage(this.#watched);
    if (user + system > maxMilliseconds * 1_000)
      throw new Fault(`the template takes more than ${maxMilliseconds / 1_000} s`, {
        hint: 'it loops too often, or makes too large values',
      });
  }
}
