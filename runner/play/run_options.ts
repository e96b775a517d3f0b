import { basename } from 'node:path';
import { writtenLayer } from '../engine/layer.ts';
import { createLoader } from '../engine/loader.ts';
import type { RunOptions } from '../engine/run.ts';
import { tagSelection } from '../engine/tags.ts';
import { createWorlds } from '../engine/worlds.ts';
import { playVersion } from '../package_root.ts';
import { loadGroupVars, loadHostVars } from '../playbook/load.ts';
import type { Playbook } from '../playbook/types.ts';
import { sandboxEnvironment } from '../sandbox/environment.ts';
import type { Checked } from './check_playbook.ts';
import type { PlayOptions } from './options.ts';
import { inSandbox, sandboxOf, wait } from './sandbox_of.ts';

const noFolder = () => {
  throw new Error('what only looks at a playbook needs no folder');
};

/** What the engine needs to run a playbook that passed, or to look at it; for that it needs no folder. */
export async function runOptions(
  options: PlayOptions,
  checked: Checked,
  playbook: Playbook,
  runFolder: () => string = noFolder,
): Promise<RunOptions> {
  const given = definedOnly(options.environment ?? process.env);
  const signal = options.signal ?? new AbortController().signal;
  const { redactor } = checked;
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) redactor.add(given[name]);
  const sandbox = await sandboxOf(options);
  const environment = sandbox ? sandboxEnvironment(given, 'endpoint' in sandbox ? sandbox.endpoint : undefined) : given;
  const factory = options.worldFactory ?? (sandbox && inSandbox(sandbox));
  const worlds = createWorlds(signal, factory);
  return {
    playbook,
    playbookDir: checked.context.playbookDir,
    environment,
    check: options.check ?? false,
    diff: options.diff ?? false,
    verbosity: options.verbosity ?? 0,
    forks: options.forks ?? 5,
    ...(options.forks !== undefined && { parallel: options.forks }),
    serial: options.serial ?? false,
    selection: tagSelection(options.tags, options.skipTags),
    extraVars: writtenLayer(new Map(Object.entries(checked.extraVars))),
    inventoryFiles: {
      host: loadHostVars(checked.context),
      group: (name) => loadGroupVars(name, checked.context),
    },
    startAtTask: options.startAtTask,
    forceHandlers: options.forceHandlers ?? false,
    step: options.step,
    prompt: options.prompt,
    runFolder,
    reporter: options.reporter ?? (() => {}),
    itemResults: options.itemResults ?? options.reporter !== undefined,
    redactor,
    worlds,
    loader: createLoader(checked.context),
    destroy: options.destroy,
    allowReplace: options.allowReplace,
    ownership: {
      owner: { playbook: basename(options.playbook), version: playVersion() },
      adopt: options.adopt ?? false,
    },
    sandbox: sandbox !== undefined,
    sandboxEngine: sandbox && 'engine' in sandbox ? sandbox.engine : undefined,
    signal,
    sleep: (milliseconds, until) => wait(milliseconds, until, sandbox).finally(worlds.memory.forget),
  };
}

function definedOnly(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
