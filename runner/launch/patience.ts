/** How many bytes of bytecode a function runs, some times over, before V8 compiles it anew with optimisations. */
const budget = (bytes: number) => process.getBuiltinModule('node:v8').setFlagsFromString(`--interrupt-budget=${bytes}`);
const usual = 67_584;
const patient = 400_000;

/**
 * Makes V8 slower to optimise: most runs are over before that pays, and for a playbook of a thousand tasks it took half of all CPU
 * time. V8 and Node compare flags with those their own compiled code was made with, so while `load` runs they are the usual ones.
 */
export interface Patience {
  without<T>(load: () => T): T;
}

/** Of any V8 but that of Node 20, whose usual budget this is, nothing is changed. */
export function createPatience(version = process.versions.v8): Patience {
  if (!version.startsWith('11.3.')) return { without: (load) => load() };
  let depth = 0;
  return {
    without(load) {
      if (depth === 0) budget(usual);
      depth += 1;
      try {
        return load();
      } finally {
        depth -= 1;
        if (depth === 0) budget(patient);
      }
    },
  };
}
