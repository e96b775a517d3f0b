import assert from 'node:assert/strict';
import { runResource } from '../../engine/run_resource.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Rule } from '../../schema/rules.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { validateParams } from '../../schema/validate.ts';
import type { Resource, Result } from '../module.ts';

/** What a run of a module did, for tests. */
export interface Told {
  readonly steps: readonly string[];
  readonly changed: boolean;
  readonly result: Result;
  /** Operations that change something, in the order they were sent. */
  readonly writes: readonly string[];
  /** All operations. */
  readonly calls: readonly string[];
  /** What was said while waiting. */
  readonly lines: readonly string[];
}

/** A module in a sandbox, for tests that tell a story of several runs. */
export interface Story {
  check(params: object): Promise<Told>;
  apply(params: object): Promise<Told>;
  /**
   * Applies, and holds the module to what every module must do: check announces exactly these steps and keys without a
   * write, and a second run takes no step.
   */
  settle(params: object): Promise<Told>;
}

/** The story of one module. Parameters are validated as the engine does it. */
export function storyOf<S extends ModuleSchema, State extends object>(
  module: Resource<S, State>,
  sandbox: Sandbox,
  rules: readonly Rule[] = [],
): Story {
  const run = async (given: object, check: boolean): Promise<Told> => {
    const { params, problems } = validateParams(module.schema, given as Record<string, unknown>, { rules });
    assert.deepEqual(problems, []);
    const first = sandbox.calls.length;
    const lines: string[] = [];
    const world = sandbox.world({ readOnly: check });
    const outcome = await runResource(module, params as never, { world, check, progress: (line) => lines.push(line) });
    const sent = sandbox.calls.slice(first);
    return {
      ...outcome,
      lines,
      calls: sent.map(({ operation }) => operation),
      writes: sent.filter(({ write }) => write).map(({ operation }) => operation),
    };
  };
  return {
    check: (params) => run(params, true),
    apply: (params) => run(params, false),
    async settle(params) {
      const planned = await run(params, true);
      const applied = await run(params, false);
      assert.deepEqual(planned.writes, [], 'check sends no write');
      assert.deepEqual(planned.steps, applied.steps, 'check announces the steps');
      assert.deepEqual(Object.keys(planned.result).sort(), Object.keys(applied.result).sort(), 'and returns the keys');
      const again = await run(params, false);
      assert.deepEqual([again.steps, again.writes, again.changed], [[], [], false], 'a second run is quiet');
      return applied;
    },
  };
}
