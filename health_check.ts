#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { both, type Skew, skewOf, verdict } from './app/skew.ts';
import type { World } from './runner/aws/world.ts';

/** The load balancers of the two ways to deploy: CloudFormation, and the roles. */
export const defaultNames = ['ecs-services', 'ans-time-app-lb'];

const usage = `Usage: health_check [options]

Finds the load balancers of the time app (${defaultNames.join(', ')}; those that exist), asks each for /now, and requires
status 200 and a clock within 1 second.

  --name NAME        another load balancer; may be given more than once
  --url URL          ask this address and no AWS; may be given more than once
  --max-skew SECONDS how far the clock may be off (default 1)
  --timeout SECONDS  how long an answer may take (default 5)
  --region REGION    AWS region (default: AWS_REGION, else eu-west-1)
  --sandbox          look in the sandbox of this project instead of AWS
  --watch SECONDS    check again and again, that many seconds apart, until interrupted
  --json             one JSON document a check instead of lines
  --help

Exit codes: 0 all are healthy, 1 one is not, 2 it could not be told (no load balancer, no credentials, no AWS, no
sandbox).`;

export interface HealthOptions {
  /** Load balancers to look for, by name. */
  names?: readonly string[];
  /** Addresses to ask instead of looking for load balancers. */
  urls?: readonly string[];
  region?: string;
  /** Look in the sandbox of the current folder's project, which must run. */
  sandbox?: boolean;
  /** Milliseconds the clock may be off. */
  maxSkew?: number;
  /** Milliseconds an answer may take. */
  timeout?: number;
  /** Finds the DNS names of load balancers; asks AWS by default. */
  find?: (names: readonly string[], region?: string) => Promise<Balancer[]>;
}

export interface Balancer {
  readonly name: string;
  readonly dnsName: string;
}

export interface Health {
  readonly name: string;
  readonly url: string;
  readonly healthy: boolean;
  /** What was found, in one sentence. */
  readonly message: string;
  /** Milliseconds of the last round trip. */
  readonly roundTrip?: number;
  readonly skew?: Skew;
}

/**
 * Asks every deployment of the app for the time.
 *
 * @returns one verdict a load balancer; none when there is no load balancer of these names
 * @throws what the AWS SDK throws when AWS cannot be asked
 */
export async function checkHealth(options: HealthOptions = {}): Promise<Health[]> {
  const { names = defaultNames, urls = [], find = options.sandbox ? findInSandbox : findBalancers } = options;
  const targets = urls.length
    ? urls.map((url) => ({ name: new URL(url).host, url: nowOf(url) }))
    : (await find(names, options.region)).map(({ name, dnsName }) => ({ name, url: `http://${dnsName}/now` }));
  return Promise.all(targets.map(({ name, url }) => ask(name, url, options)));
}

async function findBalancers(names: readonly string[], region?: string): Promise<Balancer[]> {
  const { createWorld } = await import('./runner/aws/create_world.ts');
  return balancersOf(createWorld({ region: regionOf(region), readOnly: true }), names);
}

async function findInSandbox(names: readonly string[], region?: string): Promise<Balancer[]> {
  const { findSandbox } = await import('./runner/sandbox/connect.ts');
  const sandbox = await findSandbox();
  if (sandbox) return balancersOf(sandbox.world({ region: regionOf(region), readOnly: true }), names);
  const { PlayError } = await import('./runner/diagnostics.ts');
  throw new PlayError({
    code: 'sandbox',
    message: 'no sandbox runs here',
    hint: 'play playbook.yml --sandbox starts one and deploys into it',
  });
}

const regionOf = (asked: string | undefined) => asked ?? process.env['AWS_REGION'] ?? 'eu-west-1';

async function balancersOf(world: World, names: readonly string[]): Promise<Balancer[]> {
  const { findLoadBalancers } = await import('./runner/aws/load_balancers.ts');
  return (await findLoadBalancers(world, names)).map((each) => ({
    name: each.LoadBalancerName!,
    dnsName: each.DNSName!,
  }));
}

const nowOf = (url: string) => (new URL(url).pathname === '/' ? new URL('/now', url).href : url);

/** Asks until the clock's second hand tells enough: an answer near the turn of a second leaves it open. */
async function ask(name: string, url: string, { maxSkew = 1000, timeout = 5000 }: HealthOptions): Promise<Health> {
  let skew: Skew | undefined;
  for (let attempt = 1; ; attempt++) {
    const asked = Date.now();
    const answer = await get(url, timeout);
    if ('error' in answer) return { name, url, healthy: false, message: `no answer: ${answer.error}` };
    const { status, text, at } = answer;
    const roundTrip = at - asked;
    const not = (message: string): Health => ({ name, url, healthy: false, message, roundTrip });
    if (status !== 200) return not(`answered with status ${status}, expected 200`);
    const told = skewOf(text, asked, at);
    if (!told) return not(`answered ${JSON.stringify(text.slice(0, 60))}, expected the time as HH:MM:SS`);
    skew = skew ? both(skew, told) : told;
    if (!skew) return not('its answers contradict each other: the tasks behind it have different clocks');
    const found = verdict(skew, maxSkew);
    const message = `${text} UTC, clock ${describe(skew)}, answered in ${roundTrip} ms`;
    if (found === 'right') return { name, url, healthy: true, message, roundTrip, skew };
    if (found === 'wrong' || attempt === 6) return { ...not(`${message}; allowed is ${maxSkew / 1000} s`), skew };
    await sleep(230);
  }
}

type Answer = { status: number; text: string; at: number } | { error: string };

async function get(url: string, timeout: number): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      headers: { connection: 'close' },
    });
    const at = Date.now();
    return { status: answer.status, text: await answer.text(), at };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    if (name === 'TimeoutError') return { error: `nothing within ${timeout / 1000} s` };
    return { error: cause?.code ?? cause?.message ?? message };
  }
}

function describe({ least, most }: Skew): string {
  const off = least > 0 ? least : most < 0 ? -most : 0;
  if (off === 0) return 'right';
  return `${(off / 1000).toFixed(1)} s ${least > 0 ? 'ahead' : 'behind'} or more`;
}

/** Runs the command once or, with `--watch`, until interrupted. Returns the exit code. */
export async function main(argv: readonly string[], out = console.log, complain = console.error): Promise<0 | 1 | 2> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    complain(`health_check: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { options, watch, json, help } = parsed;
  if (help) {
    out(usage);
    return 0;
  }
  for (;;) {
    const code = await once(options, json, out, complain);
    if (watch === undefined) return code;
    await sleep(watch);
  }
}

async function once(
  options: HealthOptions,
  json: boolean,
  out: typeof console.log,
  complain: typeof console.error,
): Promise<0 | 1 | 2> {
  const time = new Date().toISOString();
  try {
    const found = await checkHealth(options);
    if (json)
      out(JSON.stringify({ time, healthy: found.length > 0 && found.every((each) => each.healthy), balancers: found }));
    else
      for (const { healthy, name, url, message } of found)
        out(`${time} ${healthy ? 'OK  ' : 'FAIL'} ${name} ${url} ${message}`);
    if (found.length === 0) {
      if (!json)
        complain(
          `${time} UNKNOWN no load balancer named ${(options.names ?? defaultNames).join(' or ')}: deploy first, or use --name or --url`,
        );
      return 2;
    }
    return found.every((each) => each.healthy) ? 0 : 1;
  } catch (error) {
    const { explainAwsError } = await import('./runner/aws/errors.ts');
    const { message, hint } = explainAwsError(error);
    if (json) out(JSON.stringify({ time, healthy: null, error: message }));
    complain(`${time} UNKNOWN ${message}${hint ? ` (${hint})` : ''}`);
    return 2;
  }
}

function parse(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      name: { type: 'string', multiple: true },
      url: { type: 'string', multiple: true },
      region: { type: 'string' },
      sandbox: { type: 'boolean' },
      'max-skew': { type: 'string', default: '1' },
      timeout: { type: 'string', default: '5' },
      watch: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  for (const url of values.url ?? []) if (!URL.canParse(url)) throw new Error(`--url ${url} is not a URL`);
  return {
    help: values.help,
    json: values.json,
    watch: values.watch === undefined ? undefined : milliseconds('watch', values.watch),
    options: {
      ...(values.name && { names: values.name }),
      ...(values.url && { urls: values.url }),
      ...(values.region && { region: values.region }),
      ...(values.sandbox && { sandbox: true }),
      maxSkew: milliseconds('max-skew', values['max-skew']),
      timeout: milliseconds('timeout', values.timeout),
    } satisfies HealthOptions,
  };
}

function milliseconds(option: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new Error(`--${option} ${text} is not a number of seconds above 0`);
  return seconds * 1000;
}

// Run as a command, by npm's link in node_modules/.bin too; import.meta.url would name a chunk of the bundle.
if (process.argv[1] && /^health_check\.[jt]s$/.test(basename(realpathSync(process.argv[1])))) {
  process.exitCode = await main(process.argv.slice(2));
}
