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

/** A store's content, to be written down. */
export interface StoreContent {
  readonly count: number;
  readonly drawers: readonly (readonly [key: string, content: unknown])[];
}

/** All state of a sandbox, shared by its services. */
export interface Store {
  /** The drawer's content, made when first asked for. */
  get<T>(slot: Slot<T>, region: string): T;
  /** The next number of this store; ids are made from it, so that equal runs get equal ids. */
  next(): number;
  /** The regions that hold anything. */
  regions(): readonly string[];
  /** The same content, which later changes of this store do not reach; ids go on being made by this store. */
  copy(): Store;
  /** Everything, as it is; not a copy. */
  content(): StoreContent;
  /** Holds this content instead of its own. */
  restore(content: StoreContent): void;
  /** Forgets everything. */
  reset(): void;
}

/** An empty account. */
export function createStore(): Store {
  return storeOf(new Map(), { last: 0 });
}

function storeOf(drawers: Map<string, unknown>, numbers: { last: number }): Store {
  /** Drawers that an older version may have written. */
  const restored = new Set<string>();
  const clear = () => {
    drawers.clear();
    restored.clear();
  };
  return {
    get<T>(slot: Slot<T>, region: string): T {
      const key = slot.global ? slot.name : `${slot.name}@${region}`;
      if (restored.delete(key)) drawers.set(key, completed(slot.create(), drawers.get(key) as T));
      if (!drawers.has(key)) drawers.set(key, slot.create());
      return drawers.get(key) as T;
    },
    next: () => ++numbers.last,
    regions: () => [...new Set([...drawers.keys()].flatMap((key) => key.split('@')[1] ?? []))],
    copy: () => storeOf(structuredClone(drawers), numbers),
    content: () => ({ count: numbers.last, drawers: [...drawers] }),
    restore(content) {
      clear();
      numbers.last = content.count;
      for (const [key, value] of content.drawers) {
        drawers.set(key, value);
        restored.add(key);
      }
    },
    reset() {
      clear();
      numbers.last = 0;
    },
  };
}

/** What was read, with the parts that did not exist yet when it was written. */
function completed<T>(fresh: T, read: T): T {
  const isRecord = Object.getPrototypeOf(fresh) === Object.prototype;
  return isRecord ? (Object.assign(read as object, { ...fresh, ...read }) as T) : read;
}

/** `length` hexadecimal digits that look random and are the same for the same seed. */
export function hexDigits(seed: string, length: number): string {
  let out = '';
  for (let block = 0; out.length < length; block += 1) {
    out += createHash('sha256').update(`${seed}/${block}`).digest('hex');
  }
  return out.slice(0, length);
}
