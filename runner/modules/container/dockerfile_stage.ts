import { posix } from 'node:path';
import type { BuildContext } from './build_context.ts';
import { type Copied, copiedPaths, copiedSources } from './copied_sources.ts';
import { type Healthcheck, healthcheck } from './dockerfile_healthcheck.ts';
import { type Instruction, mistake } from './dockerfile_lines.ts';
import { dockerWords, jsonForm, substitute, takeFlags } from './dockerfile_words.ts';

/** How a container of the image starts, by the names of the OCI image configuration. */
export interface ImageConfig {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env: readonly string[];
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly User: string;
  readonly WorkingDir: string;
  readonly StopSignal?: string;
  readonly Healthcheck?: Healthcheck;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Volumes: Readonly<Record<string, object>>;
}

/** A stage while its instructions are read. */
export interface Stage {
  readonly name: string | undefined;
  readonly base: string;
  readonly env: Map<string, string>;
  readonly args: Map<string, string>;
  readonly labels: Record<string, string>;
  readonly ports: Record<string, object>;
  readonly volumes: Record<string, object>;
  /** What was copied from the build context. */
  readonly copies: Copied[];
  shell: readonly string[];
  user: string;
  folder: string;
  cmd?: readonly string[] | undefined;
  /** Whether this stage set `cmd` itself; an `ENTRYPOINT` takes away one that was inherited. */
  ownCmd: boolean;
  entrypoint?: readonly string[] | undefined;
  stopSignal?: string | undefined;
  health?: Healthcheck | undefined;
}

/** Begins a stage on another image, or on what an earlier stage made. */
export function beginStage(
  instruction: Instruction,
  stages: readonly Stage[],
  global: ReadonlyMap<string, string>,
  mark: string,
): Stage {
  const { rest } = takeFlags(instruction.rest);
  const [written = '', as, alias] = rest.trim().split(/\s+/);
  const image = substitute(written, global, mark);
  if (image === '')
    throw mistake(
      instruction,
      `FROM ${written} names no image`,
      'give the build argument it needs a default: ARG NAME=value',
    );
  const name = as?.toUpperCase() === 'AS' ? alias?.toLowerCase() : undefined;
  const parent = stages.findLast((stage) => stage.name === image.toLowerCase());
  if (parent) return { ...structuredClone(parent), name, args: new Map(), ownCmd: false };
  return {
    name,
    base: image,
    env: new Map(),
    args: new Map(),
    labels: {},
    ports: {},
    volumes: {},
    copies: [],
    shell: ['/bin/sh', '-c'],
    user: '',
    folder: '/',
    ownCmd: false,
  };
}

interface Around {
  readonly context: BuildContext;
  readonly global: ReadonlyMap<string, string>;
  readonly args: Readonly<Record<string, string>>;
  readonly mark: string;
}

/** One instruction on its way into a stage. */
interface Line extends Around {
  readonly instruction: Instruction;
  readonly stage: Stage;
  readonly rest: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Notes what an instruction does to the image's configuration; most do nothing to it. */
export function apply(instruction: Instruction, stage: Stage, around: Around): void {
  const values = new Map([...stage.args, ...stage.env]);
  notes[instruction.keyword]?.({ ...around, instruction, stage, rest: instruction.rest, values });
}

const filled = ({ rest, values, mark }: Line) => substitute(rest, values, mark).trim();
const words = (line: Line) => dockerWords(filled(line), line.mark);

function copySources(line: Line): void {
  copiedSources(line.instruction, filled(line), line.context);
  line.stage.copies.push(...copiedPaths(filled(line), line.context, line.stage.folder));
}

const notes: Readonly<Record<string, (line: Line) => void>> = {
  ADD: copySources,
  COPY: copySources,
  ARG: ({ instruction, stage, global, args, mark }) => declare(instruction, stage.args, global, args, mark),
  CMD({ stage, rest }) {
    stage.cmd = command(rest, stage);
    stage.ownCmd = true;
  },
  ENTRYPOINT({ stage, rest }) {
    stage.entrypoint = command(rest, stage);
    if (!stage.ownCmd) stage.cmd = undefined;
  },
  ENV({ stage, rest, values, mark }) {
    for (const [name, value] of pairs(rest, values, mark)) stage.env.set(name, value);
  },
  EXPOSE(line) {
    for (const port of words(line)) line.stage.ports[port.includes('/') ? port.toLowerCase() : `${port}/tcp`] = {};
  },
  HEALTHCHECK({ stage, rest }) {
    stage.health = healthcheck(rest, (text) => command(text, stage));
  },
  LABEL({ stage, rest, values, mark }) {
    Object.assign(stage.labels, Object.fromEntries(pairs(rest, values, mark)));
  },
  SHELL({ stage, rest }) {
    stage.shell = jsonForm(rest) ?? stage.shell;
  },
  STOPSIGNAL(line) {
    line.stage.stopSignal = filled(line);
  },
  USER(line) {
    line.stage.user = filled(line);
  },
  VOLUME(line) {
    for (const path of jsonForm(filled(line)) ?? words(line)) line.stage.volumes[path] = {};
  },
  WORKDIR(line) {
    line.stage.folder = posix.resolve(line.stage.folder, filled(line));
  },
};

/** Build arguments: what was given, or the default, or what was declared before the first FROM. */
export function declare(
  { rest }: Instruction,
  into: Map<string, string>,
  global: ReadonlyMap<string, string>,
  given: Readonly<Record<string, string>>,
  mark: string,
): void {
  for (const word of dockerWords(rest, mark)) {
    const [, name = word, fallback] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
    const value =
      given[name] ??
      (fallback === undefined ? global.get(name) : substitute(fallback, new Map([...global, ...into]), mark));
    if (value !== undefined) into.set(name, value);
  }
}

/** `a=1 b="2 3"`, or the old form `a everything that follows`. */
function pairs(rest: string, values: ReadonlyMap<string, string>, mark: string): [string, string][] {
  const text = substitute(rest, values, mark);
  const old = /^(\S+)\s+([\s\S]+)$/.exec(text.trim());
  if (old && !old[1]!.includes('=')) return [[old[1]!, old[2]!]];
  return dockerWords(text, mark).map((word) => {
    const at = word.indexOf('=');
    return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  });
}

function command(text: string, { shell }: Stage): readonly string[] {
  return jsonForm(text) ?? [...shell, text.trim()];
}

/** What the image of a stage is configured with. */
export function configOf(stage: Stage, labels: Readonly<Record<string, string>>): ImageConfig {
  return {
    ...(stage.cmd && { Cmd: stage.cmd }),
    ...(stage.entrypoint && { Entrypoint: stage.entrypoint }),
    Env: [...stage.env].map(([name, value]) => `${name}=${value}`),
    ExposedPorts: stage.ports,
    User: stage.user,
    WorkingDir: stage.folder,
    ...(stage.stopSignal !== undefined && { StopSignal: stage.stopSignal }),
    ...(stage.health && { Healthcheck: stage.health }),
    Labels: { ...stage.labels, ...labels },
    Volumes: stage.volumes,
  };
}
