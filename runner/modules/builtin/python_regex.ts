import { PlayError } from '../../diagnostics.ts';
import { bounded } from '../../template/python/bounded.ts';
import { regex } from '../../template/python/regex.ts';
import { replacer } from '../../template/python/replacement.ts';
import { Fault } from '../../template/python/types.ts';

/** A regular expression written for Python, as templates read them. Flags are those of JavaScript: `m`, `s`, `y`, `g`, `d`. */
export function pythonRegex(source: string, flags = ''): RegExp {
  const pattern = flags.includes('s') ? withDotAll(source) : source;
  const translated = told(() => regex(pattern, { multiline: flags.includes('m') }));
  const own = [...flags].filter((flag) => 'ydg'.includes(flag));
  return new BoundedRegExp(translated.source, [...new Set([...translated.flags.replace('g', ''), ...own])].join(''));
}

/** Milliseconds for all searches of one expression: one for each line of a file, say. */
const limit = 5_000;

/** A regular expression of the playbook's. Any use of it ends within a time, by a match or an error. */
export class BoundedRegExp extends RegExp {
  #spent = 0;
  override exec(text: string): RegExpExecArray | null {
    const started = performance.now();
    const found = told(() => bounded(this, text, () => super.exec(text)));
    this.#spent += performance.now() - started;
    if (this.#spent <= limit) return found;
    throw new PlayError({
      code: 'regex',
      message: `the regular expression /${this.source}/ takes more than ${limit / 1000} s`,
      hint: 'repetitions inside of repetitions, or side by side, can match in too many ways',
    });
  }
}

/** The text that a replacement written for Python (`\1`, `\g<name>`, `\n`) makes of a match. */
export function pythonReplacement(replacement: string): (match: RegExpExecArray) => string {
  const replace = replacer(replacement);
  return (match) => told(() => replace(match));
}

/** Flags stand at the start only, so ours goes among those that are written. */
function withDotAll(source: string): string {
  return /^\(\?[aiLmsux]+\)/.test(source) ? source.replace('(?', '(?s') : `(?s)${source}`;
}

function told<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new PlayError({
      code: 'regex',
      message: cause.message,
      ...(cause.hint !== undefined && { hint: cause.hint }),
      cause,
    });
  }
}
