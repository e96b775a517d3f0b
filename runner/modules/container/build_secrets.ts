import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import type { BuildParams } from './build_arguments.ts';

export interface BuildSecrets {
  readonly words: readonly string[];
  /** Removes what was written for the build. */
  end(): void;
}

/**
 * The secrets of a build as files, the one way that all engines know; values go through a folder of the run that only its user
 * can read and that is gone after the build.
 */
export function buildSecrets({ secrets = [] }: BuildParams, context: ActionContext): BuildSecrets {
  if (secrets.length === 0) return { words: [], end: () => {} };
  const folder = mkdtempSync(join(context.runFolder(), 'secrets-'));
  const end = () => rmSync(folder, { recursive: true, force: true });
  try {
    const words = secrets.map((secret, index) => {
      const given = givenPart(secret);
      if (secret.type === 'file') return `--secret=id=${secret.id},src=${resolve(context.playbookDir, given)}`;
      const file = join(folder, String(index));
      writeFileSync(file, secret.type === 'env' ? variable(secret.id, given, context) : given, { mode: 0o600 });
      return `--secret=id=${secret.id},src=${file}`;
    });
    return { words, end };
  } catch (error) {
    end();
    throw error;
  }
}

type BuildSecret = NonNullable<BuildParams['secrets']>[number];

const parts = { file: 'src', env: 'env', value: 'value' } as const;

function givenPart(secret: BuildSecret): string {
  const part = parts[secret.type];
  const given = secret[part];
  if (given !== undefined) return given;
  throw new PlayError({
    code: 'build-secret',
    message: `the secret ${secret.id} of type ${secret.type} has no "${part}"`,
    hint: `say with "${part}" where its content is`,
  });
}

function variable(id: string, name: string, { environment }: ActionContext): string {
  const found = environment[name];
  if (found !== undefined) return found;
  throw new PlayError({
    code: 'build-secret',
    message: `the secret ${id} is to come from the environment variable ${name}, which is not set`,
    hint: `set ${name}, or give the task an "environment" with it`,
  });
}
