import type { Block, Entry, RoleUse, Task } from '../playbook/types.ts';
import { Unknown } from '../template/values.ts';
import type { Flow, Purpose } from './flow.ts';
import { blockFrame, type Frame, roleFrame } from './frame.ts';
import { leaveForLater } from './interrupt.ts';
import { modeOf } from './mode.ts';
import type { PlayRun } from './play_run.ts';
import { validateArguments } from './role_arguments.ts';
import { runHandlers } from './run_handlers.ts';
import { runInclude } from './run_include.ts';
import { runMeta } from './run_meta.ts';
import { runTask } from './run_task.ts';
import { isWanted } from './start_and_step.ts';
import { engineModule } from './task_info.ts';

/** Runs entries in order until one of them fails or ends more than itself. */
export async function runEntries(entries: readonly Entry[], frame: Frame): Promise<Flow> {
  for (const [index, entry] of entries.entries()) {
    const breath = frame.play.run.breathe();
    if (breath) await breath;
    if (frame.play.run.options.signal.aborted) {
      leaveForLater(entries.slice(index), frame);
      return 'stopped';
    }
    const flow = await runEntry(entry, frame);
    if (flow !== 'next') {
      if (flow === 'stopped') leaveForLater(entries.slice(index + 1), frame);
      return flow;
    }
  }
  return 'next';
}

function runEntry(entry: Entry, frame: Frame): Promise<Flow> {
  if (entry.kind === 'task') return runOne(entry, frame);
  return entry.kind === 'role' ? runRole(entry, frame) : runBlock(entry, frame);
}

async function runOne(task: Task, frame: Frame): Promise<Flow> {
  if (hasRun(frame)) return 'next';
  const mode = modeOf(task, frame);
  if (mode === 'leave' || !(await isWanted(task, frame))) return 'next';
  return runAs(mode === 'read' ? 'read' : 'task', task, frame);
}

/** Runs a task whatever its tags are. */
async function runAs(purpose: Purpose, task: Task, frame: Frame): Promise<Flow> {
  const own = engineModule(task);
  if (own === 'meta') return runMeta(task, frame, runAs);
  return own === undefined ? runTask(task, frame, purpose) : runInclude(task, frame, { purpose, runEntries, runAs });
}

/** Runs the handlers of a play that were notified. */
export const flushHandlers = (play: PlayRun): Promise<Flow> => runHandlers(play, runAs);

async function runRole(use: RoleUse, outer: Frame): Promise<Flow> {
  const { rolesDone, rolesAtWork } = outer.play;
  const frame = roleFrame(outer, use);
  const valid = hasRun(frame) ? 'next' : validateArguments(use, frame);
  const flow = valid === 'next' ? await runEntries(use.entries, frame) : valid;
  if (flow === 'next' && rolesAtWork.has(use.identity)) rolesDone.add(use.identity);
  return flow === 'ended_role' ? 'next' : flow;
}

/** Whether the tasks here are of a role that has run, and not just been skipped: they run again only if it allows duplicates. */
function hasRun({ roles: [use], play }: Frame): boolean {
  return use !== undefined && play.rolesDone.has(use.identity) && !use.role.allow_duplicates;
}

/** What a rescue makes is described, too; what it sets is not known to hold. */
async function readRescue({ rescue }: Block, frame: Frame): Promise<Flow> {
  const { facts } = frame.play.run;
  const before = new Map(facts);
  const flow = await runEntries(rescue, frame);
  facts.clear();
  for (const [name, value] of before) facts.set(name, value);
  return flow === 'stopped' ? flow : 'next';
}

/** A rescue that runs only if what is not decided yet fails; so it is, too, what it leaves in variables. */
async function runPerhaps({ rescue }: Block, frame: Frame): Promise<Flow> {
  const { facts } = frame.play.run;
  for (const name of ['ansible_failed_task', 'ansible_failed_result']) facts.set(name, new Unknown());
  const before = new Map(facts);
  const flow = await runEntries(rescue, { ...frame, undecided: true });
  for (const [name, value] of facts) if (before.get(name) !== value) facts.set(name, new Unknown());
  return flow;
}

async function runBlock(block: Block, outer: Frame): Promise<Flow> {
  const frame = blockFrame(outer, block);
  const canRescue = block.rescue.length > 0;
  const { run } = frame.play;
  const doubt = canRescue && run.options.check && !run.reading ? { raised: false } : undefined;
  let flow = await runEntries(block.block, canRescue ? { ...frame, rescuable: true, doubt } : frame);
  if (flow === 'next' && canRescue && run.reading) flow = await readRescue(block, frame);
  else if (flow === 'next' && doubt?.raised) flow = await runPerhaps(block, frame);
  if (flow === 'failed' && canRescue) {
    frame.play.handlerFailed = false;
    flow = await runEntries(block.rescue, frame);
    if (flow === 'ended_play') frame.play.endedInRescue = true;
  }
  if (block.always.length === 0 || flow === 'ended_play' || flow === 'stopped') return flow;
  const after = await runEntries(block.always, frame);
  if (after !== 'next') return after;
  return flow === 'failed' && frame.play.failureCleared ? 'next' : flow;
}
