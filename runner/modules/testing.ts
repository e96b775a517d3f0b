import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestContext } from 'node:test';
import { PlayError } from '../diagnostics.ts';
import type { Infer } from '../schema/infer.ts';
import type { ModuleSchema, PropertySchema } from '../schema/schema.ts';
import type { Action, ActionContext, Result } from './module.ts';

/** A folder of the test's own, gone when the test ends. */
export function temporaryFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'play-test-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestedContext extends ActionContext {
  readonly warnings: string[];
  readonly lines: string[];
}

/** What an action gets from the engine, with nothing behind it that a test did not put there. */
export function actionContext(overrides: Partial<ActionContext> = {}): TestedContext {
  const warnings: string[] = [];
  const lines: string[] = [];
  const playbookDir = overrides.playbookDir ?? tmpdir();
  const refuse = (what: string) => () => {
    throw new Error(`this test gave no ${what}`);
  };
  return {
    check: false,
    diff: false,
    verbosity: 0,
    environment: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
    playbookDir,
    signal: new AbortController().signal,
    sandbox: false,
    evaluate: refuse('evaluate'),
    template: refuse('template'),
    variable: () => undefined,
    findFile: (_kind, name) => resolve(playbookDir, name),
    readFile: (path) => readFileSync(path),
    parseYaml: refuse('parseYaml'),
    progress: (line) => lines.push(line),
    warn: (line) => warnings.push(line),
    world: refuse('world'),
    prompt: undefined,
    job: () => undefined,
    hosts: { addHost: refuse('hosts'), addGroup: refuse('hosts') },
    runFolder: refuse('runFolder'),
    ...overrides,
    warnings,
    lines,
  };
}

/** Runs an action as the engine does: defaults filled in, an error made for the reader turned into a failure. */
export async function runAction<S extends ModuleSchema>(
  module: Action<S>,
  params: Readonly<Record<string, unknown>>,
  context: ActionContext = actionContext(),
): Promise<Result> {
  try {
    return await module.run(withDefaults(module.schema.properties, params) as Infer<S>, context);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    return {
      ...error.details,
      failed: true,
      msg: error.message,
      code: error.code,
      ...(error.hint && { hint: error.hint }),
      ...(error.place && { place: error.place }),
    };
  }
}

function withDefaults(
  properties: Readonly<Record<string, PropertySchema>>,
  params: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...params };
  for (const [name, property] of Object.entries(properties)) {
    if (filled[name] === undefined && property.default !== undefined) filled[name] = structuredClone(property.default);
    if (property.properties && typeof filled[name] === 'object')
      filled[name] = withDefaults(property.properties, filled[name] as Record<string, unknown>);
  }
  return filled;
}
