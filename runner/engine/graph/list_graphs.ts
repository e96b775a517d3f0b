import { type Frame, playFrame } from '../frame.ts';
import { peekAtVarsFiles } from '../partial/outline.ts';
import { findReads } from '../partial/reads.ts';
import { addHandlers } from '../play_handlers.ts';
import { playName } from '../play_header.ts';
import { createPlayRun, type PlayRun } from '../play_run.ts';
import { createRun, type RunOptions } from '../run.ts';
import { isPartial } from '../tags.ts';
import { type Graph, graphOf, settableIn } from './graph.ts';
import { sectionsOf } from './units.ts';

/** A play with the graphs of those of its sections that hold anything. */
export interface ListedGraphs {
  readonly name: string;
  readonly isGraph: boolean;
  readonly sections: readonly Graph[];
}

/** What each unit of a playbook waits for in a run with these options, as far as it can be told before the run. Nothing is run. */
export async function listGraphs(options: RunOptions): Promise<readonly ListedGraphs[]> {
  const run = createRun(options);
  const plays = options.playbook.plays.map((play) => createPlayRun(run, play));
  if (isPartial(options.selection)) await findReads(plays);
  const settable = new Set<string>();
  const graphs: ListedGraphs[] = [];
  for (const playRun of plays) {
    const frame = playFrame(playRun, playRun.play);
    peekAtVarsFiles(playRun, frame);
    addHandlers(playRun, frame);
    graphs.push({
      name: playName(playRun, frame),
      isGraph: playRun.play.strategy === 'graph',
      sections: await sectionGraphs(playRun, frame, settable),
    });
  }
  return graphs;
}

/** What a section sets the ones after it may find: only the run knows its value. */
async function sectionGraphs(playRun: PlayRun, frame: Frame, settable: Set<string>): Promise<readonly Graph[]> {
  const graphs: Graph[] = [];
  for (const section of sectionsOf(playRun.play)) {
    if (section.units.length === 0) continue;
    const graph = await graphOf(section, frame, settable);
    graphs.push(graph);
    for (const name of settableIn(graph.profiles)) settable.add(name);
  }
  return graphs;
}
