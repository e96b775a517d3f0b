import { takeFlags } from './dockerfile_words.ts';

/** Times are nanoseconds, as in Docker's API. */
export interface Healthcheck {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** What follows `HEALTHCHECK`: options and a command, or `NONE`. `command` reads the two forms of a command. */
export function healthcheck(text: string, command: (text: string) => readonly string[]): Healthcheck {
  const { flags, rest } = takeFlags(text);
  if (/^NONE\s*$/i.test(rest)) return { Test: ['NONE'] };
  const written = rest.replace(/^CMD\s+/i, '');
  const isJson = written.trimStart().startsWith('[');
  return {
    Test: isJson ? ['CMD', ...command(written)] : ['CMD-SHELL', written.trim()],
    ...time('Interval', flags.get('interval')),
    ...time('Timeout', flags.get('timeout')),
    ...time('StartPeriod', flags.get('start-period')),
    ...time('StartInterval', flags.get('start-interval')),
    ...(flags.has('retries') && { Retries: Number(flags.get('retries')) }),
  };
}

function time(name: string, written: string | undefined): Record<string, number> {
  if (written === undefined) return {};
  const parts = [...written.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
  return { [name]: parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0) };
}
