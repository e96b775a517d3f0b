import { resolve } from 'node:path';
import { insteadOf } from '../check/refused_modules.ts';
import { type Diagnostic, PlayError } from '../diagnostics.ts';
import type { Redactor } from '../engine/redact.ts';
import { findModule } from '../modules/registry.ts';
import { parseExtraVars } from '../playbook/extra_vars.ts';
import { type Loaded, loadPlaybook } from '../playbook/load.ts';
import type { Keyring } from '../vault/keyring.ts';
import { openKeyring } from '../vault/open_keyring.ts';
import type { PlayOptions } from './options.ts';

/** A playbook as it was loaded, with what else the call gave. */
export interface Given {
  readonly loaded: Loaded;
  readonly extraVars: Record<string, unknown>;
  /** What is wrong with the passwords and the `-e` values of the call. */
  readonly problems: readonly Diagnostic[];
}

/** Loads a playbook with the vault passwords and `-e` values of the call; what it decrypts, the redactor knows. */
export async function loadGiven(options: PlayOptions, redactor: Redactor): Promise<Given> {
  const { keyring, problems } = await keyringOf(options, redactor);
  const { extraVars, mistakes } = readExtraVars(options.extraVars ?? [], keyring);
  const file = resolve(options.cwd ?? process.cwd(), options.playbook);
  const loaded = loadPlaybook(file, { extraVars, isModule: isKnownModule, keyring });
  return { loaded, extraVars, problems: [...problems, ...mistakes] };
}

const isKnownModule = (name: string) => findModule(name) !== undefined || insteadOf(name) !== undefined;

/** The vault passwords of a run. One that cannot be had is a mistake unless another is there. */
async function keyringOf(
  options: PlayOptions,
  redactor: Redactor,
): Promise<{ keyring: Keyring; problems: readonly Diagnostic[] }> {
  const { keyring, problems, warnings } = await openKeyring(options, {
    ask: options.prompt,
    environment: options.environment ?? process.env,
    cwd: options.cwd ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
    onSecret: redactor.add,
  });
  for (const warning of warnings) options.onWarning?.({ ...warning, level: 'warning' });
  return { keyring, problems };
}

function readExtraVars(
  values: readonly string[],
  keyring: Keyring,
): { extraVars: Record<string, unknown>; mistakes: Diagnostic[] } {
  try {
    return { extraVars: parseExtraVars(values, keyring), mistakes: [] };
  } catch (error) {
    if (error instanceof PlayError) return { extraVars: {}, mistakes: [error] };
    throw error;
  }
}
