import { inPieces } from './in_pieces.ts';
import { jsonText } from './json_text.ts';
import type { Output } from './report.ts';

/** The document of a run, written part by part: none of it is kept. */
export interface JsonDocument {
  /** Begins a play. */
  play(name: string, start: string): void;
  /** Adds a task to the play. */
  task(task: object): void;
  /** Ends it with what stands behind the plays. */
  end(rest: object): void;
}

const head = '{\n  "plays": [';

/** Writes what `JSON.stringify` of the whole would give, with two blanks for each level. */
export function createDocument(out: Output): JsonDocument {
  const { write, flush } = inPieces(out);
  let plays = 0;
  let tasks = 0;
  const text = (value: object, level: number) => jsonText(value, 2).replaceAll('\n', `\n${' '.repeat(2 * level)}`);
  const closePlay = () => {
    if (plays > 0) write(`${tasks > 0 ? '\n      ' : ''}]\n    }`);
  };
  return {
    play(name, start) {
      closePlay();
      const play = text({ name, id: String(plays + 1), duration: { start } }, 3);
      write(`${plays > 0 ? ',' : head}\n    {\n      "play": ${play},\n      "tasks": [`);
      plays += 1;
      tasks = 0;
    },
    task(task) {
      if (plays === 0) return;
      write(`${tasks > 0 ? ',' : ''}\n        `);
      write(text(task, 4));
      tasks += 1;
    },
    end(rest) {
      closePlay();
      write(`${plays > 0 ? '\n  ' : head}],${jsonText(rest, 2).slice(1)}\n`);
      flush();
    },
  };
}
