import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ContainerDefinition, ContainerOverride } from '@aws-sdk/client-ecs';
import { findExecutable } from './executable.ts';
import { type ImageFacts, wordsOfLabel } from './image_facts.ts';
import type { ImageFiles } from './image_files.ts';

/** How a container's process is started. */
export interface LaunchPlan {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopSignal: string;
  /** What is done otherwise than in a container, for the log. */
  readonly notes: readonly string[];
}

/** What a plan is made of. */
export interface LaunchInput {
  readonly definition: ContainerDefinition;
  readonly override?: ContainerOverride | undefined;
  readonly facts: ImageFacts;
  readonly files: ImageFiles;
  /** What every container gets from us; a PATH above all. */
  readonly base: Readonly<Record<string, string>>;
}

/** The command and whether it is the one of the label, which runs in the context folder. */
function commandOf({ definition, override, facts }: LaunchInput): { words: string[]; byLabel: boolean } {
  const { entryPoint = [] } = definition;
  const command = override?.command?.length ? override.command : (definition.command ?? []);
  if (entryPoint.length > 0) return { words: [...entryPoint, ...command], byLabel: false };
  if (command.length > 0) return { words: [...facts.entrypoint, ...command], byLabel: false };
  const label = wordsOfLabel(facts, 'play.sandbox.command');
  if (label) return { words: label, byLabel: true };
  return { words: [...facts.entrypoint, ...facts.command], byLabel: false };
}

function folderOf({ facts, files, definition }: LaunchInput, byLabel: boolean): string {
  if (byLabel) return files.context ?? facts.folder;
  const inImage = join(files.root, definition.workingDirectory ?? facts.workdir);
  // Nothing was copied there: the image is made by steps that nobody ran, and the sources are the best there is.
  return existsSync(inImage) ? inImage : facts.folder;
}

/** Search path: what the image says, where it has such folders, then ours. */
function searchPath({ facts, files, base }: LaunchInput): string {
  const own = (facts.environment['PATH'] ?? '').split(':').map((each) => join(files.root, each));
  const ours = base['PATH'] ?? '';
  return [...own.filter((each) => each !== files.root && existsSync(each)), ours].filter(Boolean).join(':');
}

function environmentOf(input: LaunchInput): Record<string, string> {
  const { definition, override, facts, base } = input;
  const pairs = [...(definition.environment ?? []), ...(override?.environment ?? [])];
  const given = Object.fromEntries(pairs.map(({ name = '', value = '' }) => [name, value]));
  const environment: Record<string, string> = {
    ...base,
    ...facts.environment,
    PATH: searchPath(input),
    ...given,
  };
  const options = given['NODE_OPTIONS'] ?? facts.environment['NODE_OPTIONS'];
  const hook = base['NODE_OPTIONS'];
  if (options !== undefined && hook !== undefined) environment['NODE_OPTIONS'] = `${hook} ${options}`;
  return environment;
}

/** What a path of the image means here: the copied file, where there is one. */
const inRoot = (word: string, root: string) =>
  word.startsWith('/') && word !== '/' && existsSync(join(root, word)) ? join(root, word) : word;

const failure = (why: string) => ({ failure: `CannotStartContainerError: Error response from the sandbox: ${why}` });
const LABEL_HINT = `say how it runs in the build context: LABEL play.sandbox.command='["node","dist/server.js"]'`;

/** The script of `node script.js`, when it is not there. */
function missingScript([program = '', script = '']: readonly string[], folder: string): string | undefined {
  if (!/^node(js)?$/.test(basename(program)) || script === '' || script.startsWith('-')) return undefined;
  const file = resolve(folder, script);
  return ['', '.js', '.cjs', '.mjs', '/index.js'].some((end) => existsSync(file + end)) ? undefined : script;
}

function notesOf({ definition, facts }: LaunchInput): string[] {
  const user = definition.user ?? facts.user;
  return user ? [`USER ${user} is ignored: the command runs as the user of the sandbox`] : [];
}

/** Works out how a container starts, or why it cannot (ECS Developer guide: stopped tasks error messages). */
export function launchPlan(input: LaunchInput): LaunchPlan | { readonly failure: string } {
  let found: ReturnType<typeof commandOf>;
  try {
    found = commandOf(input);
  } catch (error) {
    return failure((error as Error).message);
  }
  const { facts, files } = input;
  if (found.words.length === 0) return failure(`no command specified: neither the image nor the container has one`);
  const folder = folderOf(input, found.byLabel);
  if (!existsSync(folder)) return failure(`the folder ${folder} that the image was described from is no longer there`);
  const command = found.byLabel ? found.words : found.words.map((word) => inRoot(word, files.root));
  const environment = environmentOf(input);
  const [program = ''] = command;
  if (!findExecutable(program, environment['PATH'] ?? '', folder)) {
    return failure(
      `exec: "${program}": executable file not found in $PATH: the sandbox runs the programs of this machine; ${LABEL_HINT}`,
    );
  }
  const script = missingScript(command, folder);
  if (script !== undefined) {
    return failure(
      found.byLabel
        ? `"${script}" is not in ${folder}, where the label play.sandbox.command is run: build it there first`
        : `"${script}" is not in the image: build steps make it, and no engine ran them; ${LABEL_HINT}`,
    );
  }
  return { command, folder, environment, stopSignal: facts.stopSignal, notes: notesOf(input) };
}
