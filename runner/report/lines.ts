import type { PlayEvent, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { diffLines } from './diff.ts';
import { graphLines } from './graph_recap.ts';
import { inPieces } from './in_pieces.ts';
import { jsonText } from './json_text.ts';
import { painter, statusStyle } from './paint.ts';
import { planLines } from './plan.ts';
import { costLine, countsLine, leftLines, notRunLines, statsLines } from './recap.ts';
import type { Report, ReportOptions } from './report.ts';
import { compact, failure, itemText, pretty, saying, whereAndHow } from './result_text.ts';
import { inTaskBlocks, type Sink } from './task_blocks.ts';

type Of<T extends PlayEvent['type']> = Extract<PlayEvent, { type: T }>;

/**
 * Ansible's line format, because scripts and eyes know it: `TASK [vpc : Create the VPC] ***`, `changed: [localhost]`,
 * `PLAY RECAP`. What a change consists of follows on indented lines.
 */
export function createLines({ out, color, verbosity, diff }: ReportOptions): Report {
  const paint = painter(color);
  const pieces = inPieces(out);
  let sink: Sink = pieces;
  const print = (line = '') => sink.write(`${line}\n`);
  const banner = (title: string) => print(`\n${title} ${'*'.repeat(Math.max(3, 79 - title.length))}`);

  let waitsFor = '';

  function details(task: TaskInfo, outcome: TaskOutcome): string {
    const says = saying(task, outcome);
    if (says && outcome.status !== 'failed') return ` => ${jsonText(says, 4)}`;
    return verbosity > 0 && outcome.status !== 'skipped' ? ` => ${pretty(outcome.result)}` : '';
  }

  function line(task: TaskInfo, outcome: TaskOutcome): string {
    const { status, item, undecided } = outcome;
    const label = item === undefined ? '' : ` => (item=${itemText(item)})`;
    const paintStatus = (text: string) => paint(statusStyle[status], text);
    if (status === 'failed' || status === 'unreachable') {
      const word =
        item === undefined
          ? `fatal: [localhost]: ${status === 'failed' ? 'FAILED' : 'UNREACHABLE'}!`
          : `failed: [localhost]${label}`;
      return paintStatus(`${word} => ${compact(outcome.result)}`);
    }
    if (status === 'skipped') return paintStatus(`skipping: [localhost]${label}`);
    if (undecided) return paint('magenta', `may run: [localhost]${label} (known after apply)`);
    return paintStatus(`${status}: [localhost]${label}${details(task, outcome)}`);
  }

  function printOutcome(task: TaskInfo, outcome: TaskOutcome) {
    print(line(task, outcome));
    if (outcome.left !== undefined) print(`    left: ${outcome.left}`);
    if (outcome.steps) for (const step of outcome.steps) print(`    - ${step}`);
    if (outcome.error) for (const each of whereAndHow(outcome)) print(`    ${each}`);
    if (diff) for (const each of diffLines(outcome.result, paint)) print(`      ${each}`);
    if (outcome.warnings) for (const warning of outcome.warnings) print(paint('magenta', `[WARNING]: ${warning}`));
  }

  const handlers: { [T in PlayEvent['type']]: (event: Of<T>) => void } = {
    play_started: ({ play }) => banner(`PLAY [${play.name}]`),
    task_started: ({ task }) => {
      const name = task.role ? `${task.role} : ${task.name}` : task.name;
      banner(`${task.kind === 'handler' ? 'RUNNING HANDLER' : 'TASK'} [${name}]`);
      if (verbosity > 1) print(paint('dim', `task path: ${task.place.file}:${task.place.line}`));
    },
    item_done: ({ task, outcome }) => printOutcome(task, outcome),
    task_done: ({ task, outcome }) => {
      if (task.kind === 'include' && outcome.status === 'ok')
        print(paint('cyan', `included: ${includedFile(outcome)} for localhost`));
      else if (!outcome.looped) printOutcome(task, outcome);
      else if (outcome.status === 'failed' && verbosity === 0)
        print(paint('red', `fatal: [localhost]: FAILED! => ${JSON.stringify({ msg: failure(outcome.result) })}`));
      else if (outcome.status === 'failed') print(line(task, outcome));
      if (outcome.ignored) print(paint('cyan', '...ignoring'));
    },
    task_retry: ({ task, left }) =>
      print(
        paint(
          'dim',
          `FAILED - RETRYING: [localhost]: ${task.name} (${left} ${left === 1 ? 'retry' : 'retries'} left).`,
        ),
      ),
    progress: ({ message }) => {
      // A wait polls more often than there is something new to say.
      if (message !== waitsFor) print(paint('dim', `  … ${message}`));
      waitsFor = message;
    },
    warning: ({ message, place }) =>
      print(paint('magenta', `[WARNING]: ${message}${place ? ` (${place.file}:${place.line}:${place.column})` : ''}`)),
    note: ({ message }) => print(message),
    units_started: () => {},
    unit_started: () => {},
    unit_done: () => {},
    units_done: () => {},
    ended: ({ recap }) => {
      const graph = graphLines(recap);
      if (graph.length > 0) banner('SIDE BY SIDE');
      for (const each of graph) print(each);
      banner('PLAY RECAP');
      print(countsLine(recap, paint));
      for (const line of notRunLines(recap)) print(line);
      if (recap.plan) banner('PLAN');
      for (const each of planLines(recap, paint)) print(each);
      if (recap.stats) banner('CUSTOM STATS:');
      for (const each of statsLines(recap)) print(each);
      print(`\n${paint('dim', costLine(recap))}`);
      for (const line of leftLines(recap)) print(line);
    },
  };
  return {
    needsItems: verbosity > 0,
    report: inTaskBlocks((event, to) => {
      sink = to;
      (handlers[event.type] as (event: PlayEvent) => void)(event);
    }, pieces),
    suspend: async () => pieces.flush(),
    end: async () => pieces.flush(),
  };
}

const includedFile = ({ result }: TaskOutcome) =>
  String(result['include'] ?? result['include_role'] ?? result['include_args'] ?? '');
