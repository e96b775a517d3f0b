import type { Entry, Task } from '../playbook/types.ts';
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
  const lists: Handler[][] = [];
  const known = new Map<string, Handler>();
  /** Those that wait, and whether that is sure. */
  const waiting = new Map<Handler, 'sure' | 'perhaps'>();
  return {
    all,
    add(entries, frame, owner = '') {
      const list = [...flatten(entries, frame)].map((handler) => {
        const { file, line, column } = handler.task.place;
        const key = `${file}:${line}:${column} ${owner}`;
        const same = known.get(key) ?? handler;
        known.set(key, same);
        return Object.assign(same, { frame: handler.frame });
      });
      lists.push(list);
      all.push(...list);
    },
    notify(name, perhaps = false) {
      const named = findNamed(lists, name);
      const found = [...(named ? [named] : []), ...all.filter((handler) => topics(handler).includes(name))];
      for (const handler of found)
        if (!perhaps || !waiting.has(handler)) waiting.set(handler, perhaps ? 'perhaps' : 'sure');
      return found.length > 0;
    },
    nextFrom(position) {
      for (let index = position; index < all.length; index += 1) if (waiting.has(all[index]!)) return index;
      return undefined;
    },
    isDoubtful: (handler) => waiting.get(handler) === 'perhaps',
    done: (handler) => void waiting.delete(handler),
    forget: () => waiting.clear(),
  };
}

/** Of several handlers with one name, that of the list added last is meant, and in a list the first. */
function findNamed(lists: readonly (readonly Handler[])[], name: string): Handler | undefined {
  for (const list of lists.toReversed()) {
    const found = list.find((handler) => spellings(handler).includes(name));
    if (found) return found;
  }
  return undefined;
}

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
  const name = textIn(task.name, scopeOf(frame, task.file));
  const role = frame.roles[0]?.role.name;
  return role === undefined ? [name] : [name, `${role} : ${name}`];
}

function topics({ task, frame }: Handler): string[] {
  return task.listen.length === 0 ? [] : namesIn(task.listen, scopeOf(frame, task.file));
}
