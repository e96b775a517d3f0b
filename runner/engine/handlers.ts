import type { At, Entry, Task } from '../playbook/types.ts';
import { blockFrame, type Frame, roleFrame } from './frame.ts';
import { namesIn, textIn } from './keyword_values.ts';
import { scopeOf } from './variables.ts';

/** A handler with the place it stands in. */
export interface Handler {
  readonly task: Task;
  frame: Frame;
}

/** The handlers of a play in the order they are defined, and which of them wait to run. */
export interface Handlers {
  /** In the order they run; a handler that was added again stands in each of its places. */
  readonly all: readonly Handler[];
  /**
   * Adds one list of handlers. `owner` tells uses of a role apart: what the same one adds again is the same handler, which
   * gets the newer place in the variables.
   */
  add(entries: readonly Entry[], frame: Frame, owner?: string): void;
  /** Marks a handler by name, or those that listen to it; `perhaps` when it may not be notified after all. False when there is none. */
  notify(name: string, perhaps?: boolean): boolean;
  /** Whether a handler that waits may not be notified after all. */
  isDoubtful(handler: Handler): boolean;
  /** The next handler that waits, from this position on. */
  nextFrom(position: number): number | undefined;
  /** Notes that a handler has run; whatever notified it until now is dealt with. */
  done(handler: Handler): void;
  /** Forgets all that wait. */
  forget(): void;
}

export function createHandlers(): Handlers {
  const all: Handler[] = [];
  const lists: Names[] = [];
  const listeners = createListeners();
  const known = new Map<string, Handler>();
  /** Those that wait, and whether that is sure. */
  const waiting = new Map<Handler, 'sure' | 'perhaps'>();
  return {
    all,
    add(entries, frame, owner = '') {
      const list = [...flatten(entries, frame)].map((handler) => {
        const { file, line, column } = handler.task.place;
        const key = `${file}:${line}:${column} ${owner}`;
        const same = known.get(key);
        if (same) return Object.assign(same, { frame: handler.frame });
        known.set(key, handler);
        listeners.add(handler);
        return handler;
      });
      if (list.length > 0) lists.push(namesOf(list));
      for (const each of list) all.push(each);
    },
    notify(name, perhaps = false) {
      const named = findNamed(lists, name);
      const found = [...(named ? [named] : []), ...listeners.to(name)];
      for (const handler of found)
        if (!perhaps || !waiting.has(handler)) waiting.set(handler, perhaps ? 'perhaps' : 'sure');
      return found.length > 0;
    },
    nextFrom(position) {
      if (waiting.size === 0) return undefined;
      for (let index = position; index < all.length; index += 1) if (waiting.has(all[index]!)) return index;
      return undefined;
    },
    isDoubtful: (handler) => waiting.get(handler) === 'perhaps',
    done: (handler) => void waiting.delete(handler),
    forget: () => waiting.clear(),
  };
}

/** The names in one list of handlers. What a template makes of a name may be another one each time. */
interface Names {
  /** The first of each name, with its position. */
  readonly plain: ReadonlyMap<string, { readonly handler: Handler; readonly position: number }>;
  readonly late: readonly { readonly handler: Handler; readonly position: number }[];
}

function namesOf(list: readonly Handler[]): Names {
  const plain = new Map<string, { handler: Handler; position: number }>();
  const late: { handler: Handler; position: number }[] = [];
  for (const [position, handler] of list.entries()) {
    if (handler.task.name && !isPlain(handler.task.name)) late.push({ handler, position });
    else for (const name of spellings(handler)) if (!plain.has(name)) plain.set(name, { handler, position });
  }
  return { plain, late };
}

/** Of several handlers with one name, that of the list added last is meant, and in a list the first. */
function findNamed(lists: readonly Names[], name: string): Handler | undefined {
  for (let index = lists.length - 1; index >= 0; index -= 1) {
    const { plain, late } = lists[index]!;
    const known = plain.get(name);
    const before = late.find(
      ({ handler, position }) => (!known || position < known.position) && spellings(handler).includes(name),
    );
    const found = before ?? known;
    if (found) return found.handler;
  }
  return undefined;
}

/** Who listens to what. */
function createListeners() {
  const plain = new Map<string, Handler[]>();
  const late: Handler[] = [];
  return {
    add(handler: Handler) {
      if (!handler.task.listen.every(isPlain)) {
        late.push(handler);
        return;
      }
      for (const topic of new Set(topics(handler))) {
        const known = plain.get(topic);
        if (known) known.push(handler);
        else plain.set(topic, [handler]);
      }
    },
    to: (topic: string) => [...(plain.get(topic) ?? []), ...late.filter((each) => topics(each).includes(topic))],
  };
}

const isPlain = ({ value }: At): boolean =>
  Array.isArray(value) ? value.every((each) => typeof each === 'string') : typeof value === 'string';

function* flatten(entries: readonly Entry[], frame: Frame): Generator<Handler> {
  for (const entry of entries) {
    if (entry.kind === 'task') yield { task: entry, frame };
    else if (entry.kind === 'role') yield* flatten(entry.entries, roleFrame(frame, entry));
    else yield* flatten(entry.block, blockFrame(frame, entry));
  }
}

/** The names by which a handler can be notified: its own, and with its role before it. */
function spellings({ task, frame }: Handler): string[] {
  if (!task.name) return [];
  const { value } = task.name;
  const name = typeof value === 'string' ? value : textIn(task.name, scopeOf(blockFrame(frame, task), task.file));
  const role = frame.roles[0]?.role.name;
  return role === undefined ? [name] : [name, `${role} : ${name}`];
}

function topics({ task, frame }: Handler): string[] {
  return task.listen.length === 0 ? [] : namesIn(task.listen, scopeOf(frame, task.file));
}
