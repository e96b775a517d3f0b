import { check } from '../check/check.ts';
import { withoutEchoes } from '../check/vault_echoes.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { foreignHosts } from '../engine/play_header.ts';
import { createRedactor, type Redactor } from '../engine/redact.ts';
import { isSelected, tagSelection } from '../engine/tags.ts';
import type { Loaded } from '../playbook/load.ts';
import type { Playbook } from '../playbook/types.ts';
import { loadGiven } from './load_given.ts';
import type { PlayOptions } from './options.ts';
import { withoutSecrets } from './without_secrets.ts';

/** A playbook that was loaded and checked; without `playbook` it did not pass. */
export interface Checked {
  readonly playbook?: Playbook;
  readonly diagnostics: readonly Diagnostic[];
  readonly context: Loaded['context'];
  readonly extraVars: Readonly<Record<string, unknown>>;
  /** Knows what was decrypted so far. */
  readonly redactor: Redactor;
}

/** Loads and checks a playbook and touches nothing (`--syntax-check`). */
export async function checkPlaybook(options: PlayOptions): Promise<Checked> {
  const { tags, skipTags, startAtTask, onWarning } = options;
  const redactor = createRedactor();
  const { loaded, extraVars, problems } = await loadGiven(options, redactor);
  const selection = tagSelection(tags, skipTags);
  const found = await check(loaded, {
    ...(tags ? { tags } : {}),
    ...(skipTags ? { skipTags } : {}),
    ...(startAtTask === undefined ? {} : { startAtTask }),
    selects: (each) => isSelected(each, selection),
    ...(onWarning
      ? { warn: (diagnostic) => onWarning({ ...withoutSecrets(diagnostic, redactor), level: 'warning' }) }
      : {}),
  });
  const hosts = loaded.playbook ? foreignHosts(loaded.playbook) : [];
  const diagnostics = withoutEchoes([...problems, ...found, ...hosts]).map((each) => withoutSecrets(each, redactor));
  const passed = diagnostics.length === 0 && loaded.playbook !== undefined;
  return {
    diagnostics,
    context: loaded.context,
    extraVars,
    redactor,
    ...(passed ? { playbook: loaded.playbook! } : {}),
  };
}
