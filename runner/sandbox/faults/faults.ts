import { PlayError } from '../../diagnostics.ts';
import { didYouMean } from '../../schema/distance.ts';
import { latencyState } from '../latency.ts';
import { taskFaults } from '../services/ecs/state.ts';
import type { Store } from '../store.ts';
import { type Fault, type FaultRecord, nameOf, textOf } from './fault.ts';
import { parseFaults } from './file.ts';
import { parseFault } from './parse.ts';
import { faultState } from './state.ts';
import { requireOperation } from './target.ts';
import { taskFaultsOf } from './task_faults.ts';

/** A fault as a list shows it. */
export interface FaultView {
  /** What `clear` takes: `throttle ec2:DescribeVpcs`. */
  readonly name: string;
  /** What `set` takes: `throttle ec2:DescribeVpcs 3`. */
  readonly text: string;
  /** How many calls it changed so far. */
  readonly met: number;
}

/** The faults of a sandbox. */
export interface Faults {
  /**
   * Sets a fault, in place of one with the same name.
   *
   * @throws PlayError `fault` when it is misspelt
   */
  set(text: string): Promise<FaultView>;
  /** Sets those of a file's text; none when one is misspelt. */
  setFile(text: string, file: string): Promise<FaultView[]>;
  /**
   * Ends the fault of that name, or `all`; tells which ended.
   *
   * @throws PlayError `fault` when there is none
   */
  clear(name: string): string[];
  list(): FaultView[];
}

/** The faults that a store holds. */
export function faultsOf(store: Store): Faults & { put(fault: Fault): FaultView } {
  const records = () => store.get(faultState, '');
  const put = (fault: Fault): FaultView => {
    const record: FaultRecord = { fault, seen: 0, met: 0 };
    // Last in the list, also when it replaces another.
    records().delete(nameOf(fault));
    records().set(nameOf(fault), record);
    spread(store);
    return viewOf(record);
  };
  const end = (names: readonly string[]): string[] => {
    const ended = names.map((name) => records().get(name)!.fault);
    for (const name of names) records().delete(name);
    spread(store, ended);
    return [...names];
  };
  return {
    put,
    async set(text) {
      const fault = parseFault(text);
      await requireKnown(fault);
      return put(fault);
    },
    async setFile(text, file) {
      const faults = parseFaults(text, file);
      for (const fault of faults) await requireKnown(fault);
      return faults.map(put);
    },
    clear(name) {
      const names = [...records().keys()];
      if (name === 'all') return end(names);
      const wanted = names.find((each) => each === name || textOf(records().get(each)!.fault) === name);
      if (wanted !== undefined) return end([wanted]);
      const hint = didYouMean(name, names) ?? (names.length > 0 ? 'play sandbox fault lists them' : undefined);
      throw new PlayError({ code: 'fault', message: `no fault "${name}" is set`, ...(hint !== undefined && { hint }) });
    },
    list: () => [...records().values()].map(viewOf),
  };
}

function viewOf({ fault, met }: FaultRecord): FaultView {
  return { name: nameOf(fault), text: textOf(fault), met };
}

async function requireKnown(fault: Fault): Promise<void> {
  if ('target' in fault) await requireOperation(fault.target);
}

/** Brings what other parts of the sandbox look at up to date: faults of tasks, and the latency profile. */
function spread(store: Store, ended: readonly Fault[] = []): void {
  const faults = [...store.get(faultState, '').values()].map(({ fault }) => fault);
  const drawer = store.get(taskFaults, '');
  for (const fault of ended) if ('task' in fault) drawer.delete(fault.task);
  for (const [task, fault] of taskFaultsOf(faults)) drawer.set(task, fault);
  const latency = faults.find((fault) => fault.kind === 'latency');
  store.get(latencyState, '').profile = latency?.profile ?? 'quick';
}
