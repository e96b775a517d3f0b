import type { GroupRecord, TargetRecord } from '../../services/elbv2/state.ts';
import type { Load } from './pick_target.ts';

/** A target's name in the ledger. */
export function ledgerKey(
  { group }: Pick<GroupRecord, 'group'>,
  { id, port }: Pick<TargetRecord, 'id' | 'port'>,
): string {
  return `${group.TargetGroupArn} ${id}:${port}`;
}

/** Which requests are under way at which target. */
export interface Ledger {
  load(target: string): Load;
  /** A request begins; call the result when it is over. `cut` ends it before its time. */
  enter(target: string, cut: () => void): () => void;
  /** Ends what is under way. */
  cut(target: string): void;
  /** Forgets the targets that are not known any more and have nothing under way. */
  prune(known: ReadonlySet<string>): void;
}

interface Page {
  readonly open: Set<() => void>;
  last: number;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const pages = new Map<string, Page>();
  let count = 0;
  return {
    load(target) {
      const page = pages.get(target);
      return { open: page?.open.size ?? 0, last: page?.last ?? 0 };
    },
    enter(target, cut) {
      const page = pages.get(target) ?? { open: new Set(), last: 0 };
      pages.set(target, page);
      page.last = ++count;
      // Of its own, so that the same function can stand for two requests.
      const mark = () => cut();
      page.open.add(mark);
      return () => {
        page.open.delete(mark);
      };
    },
    cut(target) {
      for (const cut of [...(pages.get(target)?.open ?? [])]) cut();
    },
    prune(known) {
      for (const [target, { open }] of pages) if (open.size === 0 && !known.has(target)) pages.delete(target);
    },
  };
}
