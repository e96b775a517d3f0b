/** How a unit that was started ended; after `stop` nothing more starts. */
export type Ended = 'done' | 'failed' | 'stop';

/** What became of a unit. */
export type UnitEnd =
  | { readonly kind: 'ran'; readonly ended: Ended }
  /** It needs one that failed, directly or not. */
  | { readonly kind: 'blocked'; readonly by: number }
  /** Nothing started any more when its turn came. */
  | { readonly kind: 'left' };

/** Units by their position, and how they run. */
export interface Schedule {
  /** Of each unit the positions of those that must have ended well before it starts; all of them stand before it. */
  readonly needs: readonly (readonly number[])[];
  /** How many run at the same time, at most. */
  readonly limit: number;
  /** While it holds, units run one at a time, in their order. */
  isSerial(): boolean;
  /** Nothing more starts. */
  isOver(): boolean;
  /** Asked after a failure: nothing more starts, not even what does not depend on it. */
  failFast(): boolean;
  run(position: number): Promise<Ended>;
}

/**
 * Runs units side by side, each as soon as what it needs has ended well; among those that could start, the first by position. A
 * failure lets running units finish and keeps only those from starting that need it. What `run` throws is thrown once all that
 * runs has ended.
 */
export function runSchedule(schedule: Schedule): Promise<readonly UnitEnd[]> {
  const ends: (UnitEnd | undefined)[] = schedule.needs.map(() => undefined);
  const { ready, settle, block } = dependencies(schedule.needs, ends);
  const thrown: unknown[] = [];
  let running = 0;
  let isOver = false;
  return new Promise((resolve, reject) => {
    const mayStart = () => !isOver && !schedule.isOver() && running < (schedule.isSerial() ? 1 : schedule.limit);
    const proceed = () => {
      while (ready.size > 0 && mayStart()) start(ready.take());
      if (running > 0) return;
      if (thrown.length > 0) reject(thrown[0]);
      else resolve(ends.map((end) => end ?? { kind: 'left' }));
    };
    const start = (position: number) => {
      running += 1;
      schedule.run(position).then(
        (ended) => end(position, ended),
        (error) => {
          thrown.push(error);
          end(position, 'stop');
        },
      );
    };
    const end = (position: number, ended: Ended) => {
      running -= 1;
      ends[position] = { kind: 'ran', ended };
      if (ended === 'done') settle(position);
      else block(position);
      isOver ||= ended === 'stop' || (ended === 'failed' && schedule.failFast());
      proceed();
    };
    proceed();
  });
}

/** Who waits for whom. */
function dependencies(needs: Schedule['needs'], ends: (UnitEnd | undefined)[]) {
  const open = needs.map((each) => new Set(each).size);
  const users: number[][] = needs.map(() => []);
  for (const [position, each] of needs.entries()) for (const need of new Set(each)) users[need]!.push(position);
  const ready = inOrder(open.flatMap((count, position) => (count === 0 ? [position] : [])));
  return {
    ready,
    settle(position: number) {
      for (const user of users[position]!) {
        open[user]! -= 1;
        if (open[user] === 0) ready.add(user);
      }
    },
    block(position: number) {
      const todo = [...users[position]!];
      for (let user = todo.pop(); user !== undefined; user = todo.pop()) {
        if (ends[user]) continue;
        ends[user] = { kind: 'blocked', by: position };
        todo.push(...users[user]!);
      }
    },
  };
}

/** Positions of which the lowest is always taken first: a binary heap. */
function inOrder(sorted: number[]) {
  const heap = sorted;
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  return {
    get size() {
      return heap.length;
    },
    add(position: number) {
      heap.push(position);
      for (let at = heap.length - 1; at > 0 && heap[at]! < heap[(at - 1) >> 1]!; at = (at - 1) >> 1)
        swap(at, (at - 1) >> 1);
    },
    take(): number {
      const first = heap[0]!;
      const last = heap.pop()!;
      if (heap.length === 0) return first;
      heap[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const least = right < heap.length && heap[right]! < heap[left]! ? right : left;
        if (least >= heap.length || heap[at]! <= heap[least]!) return first;
        swap(at, least);
        at = least;
      }
    },
  };
}
