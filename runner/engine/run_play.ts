import type { Flow } from './flow.ts';
import { type Frame, playFrame } from './frame.ts';
import { gatherFacts } from './gather_facts.ts';
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
  const { play } = playRun;
  for (const section of [play.pre_tasks, [...play.roles, ...play.tasks], play.post_tasks]) {
    const flow = await runSection(playRun, section, frame);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

const forcesHandlers = ({ play, run }: PlayRun, frame: Frame) =>
  run.options.forceHandlers || booleanIn(play.force_handlers, scopeOf(frame, play.file));

async function runSection(playRun: PlayRun, section: Parameters<typeof runEntries>[0], frame: Frame): Promise<Flow> {
  playRun.failureCleared = false;
  const flow = await runEntries(section, frame);
  const failed = flow === 'failed' && !playRun.failureCleared;
  if (failed && (playRun.handlerFailed || !forcesHandlers(playRun, frame))) return flow;
  if (flow === 'ended_play' || flow === 'stopped') return flow;
  const handled = await flushHandlers(playRun);
  return failed ? 'failed' : handled;
}
