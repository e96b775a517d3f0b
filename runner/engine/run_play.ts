import type { Flow } from './flow.ts';
import { type Frame, playFrame } from './frame.ts';
import { gatherFacts } from './gather_facts.ts';
import { graphOf } from './graph/graph.ts';
import { runGraph } from './graph/run_graph.ts';
import { type Section, sectionsOf } from './graph/units.ts';
import { booleanIn } from './keyword_values.ts';
import { addHandlers } from './play_handlers.ts';
import { isForThisHost, playName } from './play_header.ts';
import type { PlayRun } from './play_run.ts';
import { loadVarsFiles } from './play_vars.ts';
import { flushHandlers, runEntries } from './run_entries.ts';
import { scopeOf } from './variables.ts';
import { askForVars } from './vars_prompt.ts';

/** Runs one play: its sections in order, the notified handlers after each. Throws PlayError when it cannot begin. */
export async function runPlay(playRun: PlayRun): Promise<Flow> {
  const { run, play } = playRun;
  const frame = playFrame(playRun, play);
  await askForVars(playRun, frame);
  loadVarsFiles(playRun, frame);
  playRun.name = playName(playRun, frame);
  const isForUs = isForThisHost(playRun, frame);
  run.report({ type: 'play_started', play: { name: playRun.name } });
  if (!isForUs) {
    run.report({ type: 'note', message: 'skipping: no hosts matched' });
    return 'next';
  }
  addHandlers(playRun, frame);
  gatherFacts(playRun, frame);
  const flow = await runSections(playRun, frame);
  return flow === 'ended_play' && playRun.endedInRescue ? 'failed' : flow;
}

async function runSections(playRun: PlayRun, frame: Frame): Promise<Flow> {
  for (const section of sectionsOf(playRun.play)) {
    const flow = await runSection(playRun, section, frame);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

const forcesHandlers = ({ play, run }: PlayRun, frame: Frame) =>
  run.options.forceHandlers || booleanIn(play.force_handlers, scopeOf(frame, play.file));

async function runSection(playRun: PlayRun, section: Section, frame: Frame): Promise<Flow> {
  playRun.failureCleared = false;
  const flow = await (isGraph(playRun, section)
    ? runAsGraph(playRun, section, frame)
    : runEntries(section.entries, frame));
  const failed = flow === 'failed' && !playRun.failureCleared;
  if (failed && (playRun.handlerFailed || !forcesHandlers(playRun, frame))) return flow;
  if (flow === 'ended_play' || flow === 'stopped') return flow;
  const handled = await flushHandlers(playRun);
  return failed ? 'failed' : handled;
}

/** Units side by side; of a single one there is nothing to put in order. */
const isGraph = ({ play, run }: PlayRun, { units }: Section) =>
  play.strategy === 'graph' && !run.options.serial && units.length > 1;

async function runAsGraph(playRun: PlayRun, section: Section, frame: Frame): Promise<Flow> {
  return runGraph(playRun, await graphOf(section, frame), frame, runEntries);
}
