import type { Play } from '../playbook/types.ts';
import type { Flow } from './flow.ts';
import { type Frame, playFrame, roleFrame } from './frame.ts';
import { gatherFacts } from './gather_facts.ts';
import { booleanIn } from './keyword_values.ts';
import { findReads } from './partial/reads.ts';
import { playName, requireHosts } from './play_header.ts';
import { createPlayRun, type PlayRun } from './play_run.ts';
import { fillPlayVars } from './play_vars.ts';
import type { Run } from './run.ts';
import { flushHandlers, runEntries } from './run_entries.ts';
import { isPartial } from './tags.ts';
import { scopeOf } from './variables.ts';
import { entriesOf, rolesOf } from './walk.ts';

/** Runs one play: its sections in order, the notified handlers after each. Throws PlayError when it cannot begin. */
export async function runPlay(run: Run, play: Play): Promise<Flow> {
  const playRun = createPlayRun(run, play);
  const frame = playFrame(playRun, play);
  await fillPlayVars(playRun, frame);
  playRun.name = playName(playRun, frame);
  requireHosts(playRun, frame);
  run.report({ type: 'play_started', play: { name: playRun.name } });
  addHandlers(playRun, frame);
  if (isPartial(run.options.selection)) playRun.reads = await findReads(playRun, entriesOf(play));
  gatherFacts(playRun, frame);
  return runSections(playRun, frame);
}

async function runSections(playRun: PlayRun, frame: Frame): Promise<Flow> {
  const { play } = playRun;
  for (const section of [play.pre_tasks, [...play.roles, ...play.tasks], play.post_tasks]) {
    const flow = await runSection(playRun, section, frame);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

async function runSection(playRun: PlayRun, section: Parameters<typeof runEntries>[0], frame: Frame): Promise<Flow> {
  playRun.failureCleared = false;
  const flow = await runEntries(section, frame);
  const failed = flow === 'failed' && !playRun.failureCleared;
  if (failed && !booleanIn(playRun.play.force_handlers, scopeOf(frame, playRun.play.file))) return flow;
  if (flow === 'ended_play' || flow === 'stopped') return flow;
  const handled = await flushHandlers(playRun);
  return failed ? 'failed' : handled;
}

/** Handlers of roles come before those of the play, so that among handlers of one name the play's is found. */
function addHandlers(playRun: PlayRun, frame: Frame): void {
  const { play, handlers } = playRun;
  for (const use of rolesOf(play)) handlers.add(use.handlers, roleFrame(frame, use));
  handlers.add(play.handlers, frame);
}
