import type { Entry, Task } from '../playbook/types.ts';
import { blockFrame, type Frame, roleFrame } from './frame.ts';
import { namesIn, textIn } from './keyword_values.ts';
import { scopeOf } from './variables.ts';

/** A handler with the place it stands in. */
export interface Handler {
  readonly task: Task;
  readonly frame: Frame;
}

/** The handlers of a play in the order they are defined, and which of them wait to run. */
export interface Handlers {
  readonly all: readonly Handler[];
  /** Adds handlers; ones that are there already (a role used twice) get the newer place in the variables. */
  add(entries: readonly Entry[], frame: Frame): void;
  /** Marks a handler by name, or those that listen to it. False when there is none. */
  notify(name: string): boolean;
  /** The next handler that waits, from this position on. */
  nextFrom(position: number): number | undefined;
  /** Takes a handler off the list of those that wait. */
  take(position: number): Handler;
  /** Forgets all that wait. */
  forget(): void;
}

export function createHandlers(): Handlers {
  const all: Handler[] = [];
  const waiting = new Set<number>();
  return {
    all,
    add(entries, frame) {
      for (const handler of flatten(entries, frame)) {
        const known = all.findIndex((each) => isSame(each.task, handler.task));
        if (known < 0) all.push(handler);
        else all[known] = handler;
      }
    },
    notify(name) {
      const named = all.findLastIndex((handler) => spellings(handler).includes(name));
      const listening = all.flatMap((handler, index) => (topics(handler).includes(name) ? [index] : []));
      const found = named < 0 ? listening : [named, ...listening];
      for (const index of found) waiting.add(index);
      return found.length > 0;
    },
    nextFrom(position) {
      for (let index = position; index < all.length; index += 1) if (waiting.has(index)) return index;
      return undefined;
    },
    take(position) {
      waiting.delete(position);
      return all[position]!;
    },
    forget: () => waiting.clear(),
  };
}

function* flatten(entries: readonly Entry[], frame: Frame): Generator<Handler> {
  for (const entry of entries) {
    if (entry.kind === 'task') yield { task: entry, frame };
    else if (entry.kind === 'role') yield* flatten(entry.entries, roleFrame(frame, entry));
    else {
      const inside = blockFrame(frame, entry);
      for (const handler of flatten(entry.block, inside)) yield withTopics(handler, entry.listen);
    }
  }
}

/** A handler inside a block listens to what the block listens to. */
function withTopics(handler: Handler, listen: Task['listen']): Handler {
  if (listen.length === 0) return handler;
  return { ...handler, task: { ...handler.task, listen: [...handler.task.listen, ...listen] } };
}

function isSame(a: Task, b: Task): boolean {
  return a.place.file === b.place.file && a.place.line === b.place.line && a.place.column === b.place.column;
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
