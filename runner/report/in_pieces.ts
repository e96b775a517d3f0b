import type { Output } from './report.ts';

/** An output that collects what is written. */
export interface Pieces {
  write(text: string): void;
  /** Hands on what has been collected. */
  flush(): void;
}

const largest = 64 * 1024;

/**
 * Hands on what is written in larger pieces, at the latest when the process has a moment: a system call for each line takes longer
 * than most tasks.
 */
export function inPieces(out: Output): Pieces {
  let text = '';
  let isDue = false;
  const flush = () => {
    isDue = false;
    if (text === '') return;
    const piece = text;
    text = '';
    out.write(piece);
  };
  return {
    write(more) {
      if (more.length >= largest) {
        // Put together with others it would be in memory twice.
        flush();
        out.write(more);
        return;
      }
      text += more;
      if (text.length >= largest) flush();
      else if (!isDue) {
        isDue = true;
        setImmediate(flush);
      }
    },
    flush,
  };
}
