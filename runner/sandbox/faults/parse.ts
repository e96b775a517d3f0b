import { PlayError } from '../../diagnostics.ts';
import { didYouMean } from '../../schema/distance.ts';
import type { Fault } from './fault.ts';
import { parseTarget } from './target.ts';

/** How one kind of fault is written, and how its words are read. */
interface Syntax {
  readonly usage: string;
  readonly read: (words: readonly string[]) => Fault;
}

const syntaxes: Readonly<Record<Fault['kind'], Syntax>> = {
  throttle: {
    usage: 'throttle ec2:DescribeVpcs 3 (the first 3 calls), throttle ecs 2/s (what is above 2 a second)',
    read: ([target, amount = '1', ...rest]) => {
      none(rest);
      const perSecond = /^(\d+(?:\.\d+)?)\/s$/.exec(amount)?.[1];
      const where = parseTarget(target);
      if (perSecond === undefined) return { kind: 'throttle', target: where, first: count(amount) };
      if (Number(perSecond) === 0) throw mistake('a rate of 0/s lets nothing through', 'refuse does that');
      return { kind: 'throttle', target: where, perSecond: Number(perSecond) };
    },
  },
  lose: {
    usage: 'lose ecs:CreateService (the next answer), lose writes 2,5 (those of the second and the fifth call)',
    read: ([target, calls = '1', ...rest]) => {
      none(rest);
      return { kind: 'lose', target: parseTarget(target), calls: calls.split(',').map(count) };
    },
  },
  delay: {
    usage: 'delay iam 200ms, delay calls 50ms',
    read: ([target, time, ...rest]) => {
      none(rest);
      return { kind: 'delay', target: parseTarget(target), ms: milliseconds(time) };
    },
  },
  refuse: {
    usage: 'refuse ec2:CreateVpc UnauthorizedOperation, refuse iam ExpiredToken 1 (the first call only)',
    read: ([target, code = 'AccessDenied', first, ...rest]) => {
      none(rest);
      if (!/^[A-Za-z][\w.]*$/.test(code)) throw mistake(`${code} is no error code`, 'e.g. AccessDenied, ExpiredToken');
      const where = parseTarget(target);
      return { kind: 'refuse', target: where, code, ...(first !== undefined && { first: count(first) }) };
    },
  },
  lag: {
    usage: 'lag iam 10s, lag reads 5s, lag ec2:CreateTags 2s',
    read: ([target, time, ...rest]) => {
      none(rest);
      return { kind: 'lag', target: parseTarget(target), ms: milliseconds(time) };
    },
  },
  crash: {
    usage: 'crash ans-time-app exit=3 after=2s',
    read: ([task, ...settings]) => {
      const { exit = '1', after = '1s' } = assigned(settings, ['exit', 'after']);
      if (!/^\d+$/.test(exit) || Number(exit) > 255) throw mistake(`${exit} is no exit code`, '0 to 255');
      return { kind: 'crash', task: named(task), exitCode: Number(exit), afterSeconds: milliseconds(after) / 1000 };
    },
  },
  unstartable: {
    usage: 'unstartable ans-time-app CannotStartContainerError: no such file',
    read: ([task, ...reason]) => ({
      kind: 'unstartable',
      task: named(task),
      reason: reason.join(' ') || 'CannotStartContainerError: the container was made to fail',
    }),
  },
  unhealthy: {
    usage: 'unhealthy ans-time-app 503 (or timeout; or container, for the health check of the container itself)',
    read: ([task, check = '503', ...rest]) => {
      none(rest);
      const word = check === 'timeout' || check === 'container' ? check : undefined;
      if (word === undefined && !/^[1-5]\d\d$/.test(check))
        throw mistake(`a health check cannot meet ${check}`, 'a status such as 503, timeout or container');
      return { kind: 'unhealthy', task: named(task), healthCheck: word ?? Number(check) };
    },
  },
  latency: {
    usage: 'latency aws',
    read: ([profile = '', ...rest]) => {
      none(rest);
      if (profile === 'quick' || profile === 'aws') return { kind: 'latency', profile };
      throw mistake(`there is no latency profile "${profile}"`, didYouMean(profile, ['quick', 'aws']));
    },
  },
};

/** One line for each kind of fault, for help. */
export const faultUsage: readonly string[] = Object.values(syntaxes).map(({ usage }) => usage);

/**
 * Reads a fault as one writes it: `throttle ec2:DescribeVpcs 3`.
 *
 * @throws PlayError `fault` that says what is wrong with which word
 */
export function parseFault(text: string): Fault {
  const [kind = '', ...words] = text.trim().split(/\s+/);
  if (!Object.hasOwn(syntaxes, kind))
    throw mistake(`there is no fault "${kind}"`, didYouMean(kind, Object.keys(syntaxes)) ?? `e.g. ${faultUsage[0]}`);
  const syntax = syntaxes[kind as Fault['kind']];
  try {
    return syntax.read(words);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    throw mistake(`${text.trim()}: ${error.message}`, error.hint ?? `e.g. ${syntax.usage}`);
  }
}

const mistake = (message: string, hint?: string) =>
  new PlayError({ code: 'fault', message, ...(hint !== undefined && { hint }) });

function none(rest: readonly string[]): void {
  if (rest.length > 0) throw mistake(`"${rest.join(' ')}" is too much`);
}

function count(word: string): number {
  if (!/^[1-9]\d*$/.test(word)) throw mistake(`"${word}" is no number of calls`);
  return Number(word);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(word = ''): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(word) ?? [];
  const factor = units[unit];
  if (amount === undefined || factor === undefined)
    throw mistake(word ? `"${word}" is no length of time` : 'for how long?', 'e.g. 200ms, 10s, 2m');
  return Number(amount) * factor;
}

function named(task: string | undefined): string {
  if (task) return task;
  throw mistake('which tasks?', 'name an image, a family or family:revision');
}

function assigned(words: readonly string[], known: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(
    words.map((word) => {
      const [key = '', value] = word.split('=');
      if (!known.includes(key)) throw mistake(`there is no setting "${key}"`, didYouMean(key, known));
      if (!value) throw mistake(`${key} has no value`);
      return [key, value];
    }),
  );
}
