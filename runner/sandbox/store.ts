import { createHash } from 'node:crypto';

/**
 * A typed drawer of the store: what one service keeps, per region, or once for the account where AWS is global (IAM).
 * Values are plain data (Maps, arrays, Dates) so that the state can be written down and read again.
 */
export interface Slot<T> {
  readonly name: string;
  readonly global: boolean;
  readonly create: () => T;
}

/** A drawer per region: `export const ec2State = regional('ec2', (): Ec2State => ({ vpcs: new Map() }))`. */
export function regional<T>(name: string, create: () => T): Slot<T> {
  return { name, global: false, create };
}

/** A drawer for the whole account. */
export function accountWide<T>(name: string, create: () => T): Slot<T> {
  return { name, global: true, create };
}

/** All state of a sandbox, shared by its services. */
export interface Store {
  /** The drawer's content, made when first asked for. */
  get<T>(slot: Slot<T>, region: string): T;
  /** The next number of this store; ids are made from it, so that equal runs get equal ids. */
  next(): number;
  /** The regions that hold anything. */
  regions(): readonly string[];
  /** Forgets everything. */
  reset(): void;
}

/** An empty account. */
export function createStore(): Store {
  const drawers = new Map<string, unknown>();
  let count = 0;
  return {
    get<T>(slot: Slot<T>, region: string): T {
      const key = slot.global ? slot.name : `${slot.name}@${region}`;
      if (!drawers.has(key)) drawers.set(key, slot.create());
      return drawers.get(key) as T;
    },
    next: () => ++count,
    regions: () => [...new Set([...drawers.keys()].flatMap((key) => key.split('@')[1] ?? []))],
    reset() {
      drawers.clear();
      count = 0;
    },
  };
}

/** `length` hexadecimal digits that look random and are the same for the same seed. */
export function hexDigits(seed: string, length: number): string {
  let out = '';
  for (let block = 0; out.length < length; block += 1) {
    out += createHash('sha256').update(`${seed}/${block}`).digest('hex');
  }
  return out.slice(0, length);
}
