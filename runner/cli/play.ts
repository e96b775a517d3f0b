import type { Diagnostic } from '../diagnostics.ts';
import { isPending } from '../engine/plan.ts';
import type { Checked, PlayEnd, PlayOptions } from '../play.ts';
import type { Report } from '../report/report.ts';
import { complain } from './complain.ts';
import { forksOf, requireThisHost } from './host_flags.ts';
import { type Flags, listOf, type OutputFormat, usage } from './options.ts';
import { vaultOptions } from './vault_options.ts';

/** `play PLAYBOOK …`: checks it, and runs or lists it. Returns the exit code. */
export async function playCommand(playbook: string, flags: Flags): Promise<number> {
  requireThisHost(flags);
  const format = outputFormat(flags);
  const report = isLookedAt(flags) ? noReport : await reportOf(format, flags);
  const color = wantsColor(flags, process.stderr);
  const options: PlayOptions = {
    ...(await optionsOf(playbook, flags, report)),
    onWarning: (diagnostic) => complain([diagnostic], { color, summary: false }),
  };
  const refuse = (diagnostics: readonly Diagnostic[]) => complain(diagnostics, { color });
  const { checkPlaybook, play } = await import('../play.ts');
  if (flags['syntax-check']) return syntaxCheck(playbook, await checkPlaybook(options), refuse);
  if (flags['list-tasks'] || flags['list-tags']) return (await import('./list.ts')).listCommand(options, flags, refuse);
  if (flags.graph) return (await import('./graph.ts')).graphCommand(options, flags, refuse);
  const { code, diagnostics, recap } = await runToEnd(report, () =>
    play({ ...options, ...sandboxOption(flags), reporter: report.report, itemResults: report.needsItems }),
  );
  if (diagnostics.length > 0) complain(diagnostics, { color, summary: code === 4 });
  return flags['detailed-exitcode'] && code === 0 && recap?.plan && isPending(recap.plan) ? pendingCode : code;
}

/** Check mode found something to do. */
const pendingCode = 10;

/** However a run ends, its report is finished. */
async function runToEnd(report: Report, run: () => Promise<PlayEnd>): Promise<PlayEnd> {
  let diagnostics: readonly Diagnostic[] = [];
  try {
    const end = await run();
    diagnostics = end.diagnostics;
    return end;
  } finally {
    await report.end(diagnostics);
  }
}

async function optionsOf(playbook: string, flags: Flags, report: Report): Promise<PlayOptions> {
  const { ask, askStep, canAsk } = await import('./prompts.ts');
  if (flags.step && !canAsk())
    throw usage('--step asks before each task, and there is no terminal to ask on', 'leave --step out');
  const signal = interruptSignal(report);
  const prompt: typeof ask = async (question, how) => {
    await report.suspend();
    return ask(question, how);
  };
  return {
    playbook,
    check: flags.check ?? false,
    diff: flags.diff ?? false,
    adopt: flags.adopt ?? false,
    allowReplace: flags['allow-replace'] ?? false,
    destroy: destroyOption(flags),
    verbosity: flags.verbose?.length ?? 0,
    signal,
    ...(flags.tags && { tags: listOf(flags.tags) }),
    ...(flags['skip-tags'] && { skipTags: listOf(flags['skip-tags']) }),
    ...(flags['extra-vars'] && { extraVars: flags['extra-vars'] }),
    ...(flags['start-at-task'] !== undefined && { startAtTask: flags['start-at-task'] }),
    ...(flags['force-handlers'] && { forceHandlers: true }),
    ...(flags.forks !== undefined && { forks: forksOf(flags.forks) }),
    ...(flags.serial && { serial: true }),
    ...vaultOptions(flags),
    ...(flags.step && { step: (task) => askStep(task, signal) }),
    ...(canAsk() && { prompt }),
  };
}

function destroyOption(flags: Flags): NonNullable<PlayOptions['destroy']> {
  const all = flags['destroy-all'] ?? false;
  const destroy = all ? 'all' : (flags.destroy ?? false);
  if (!destroy) return false;
  for (const other of ['adopt', 'allow-replace', 'start-at-task', 'step'] as const)
    if (flags[other]) throw usage(`--${other} has no meaning with --destroy`, 'leave one of the two out');
  return destroy;
}

/** Started only when the playbook has passed its checks. */
function sandboxOption(flags: Flags): Pick<PlayOptions, 'sandbox'> {
  const connect = async () => (await import('./sandbox_options.ts')).connect(flags);
  return flags.sandbox ? { sandbox: connect } : {};
}

function outputFormat(flags: Flags): OutputFormat {
  const asked = flags.output ?? process.env['PLAY_OUTPUT'];
  if (asked === 'tree' || asked === 'lines' || asked === 'json') return asked;
  if (asked) throw usage(`there is no output format ${asked}`, 'tree, lines or json');
  // A question on the terminal, or long results, would tear the tree apart.
  const quiet = !flags.step && !flags.verbose && !process.env['CI'];
  return process.stdout.isTTY && quiet ? 'tree' : 'lines';
}

/** Whether the playbook is only shown or checked, so that there is no run to report. */
const isLookedAt = (flags: Flags) => flags['syntax-check'] || flags['list-tasks'] || flags['list-tags'] || flags.graph;

const noReport: Report = { report() {}, needsItems: false, async suspend() {}, async end() {} };

async function reportOf(format: OutputFormat, flags: Flags): Promise<Report> {
  const out = process.stdout;
  if (format === 'json')
    return (await import('../report/json.ts')).createJson({
      out,
      complain: (message) => process.stderr.write(`${message}\n`),
    });
  const options = { out, color: wantsColor(flags), verbosity: flags.verbose?.length ?? 0, diff: flags.diff ?? false };
  if (format === 'lines') return (await import('../report/lines.ts')).createLines(options);
  return (await import('../report/tree.ts')).createTree(options);
}

function wantsColor(flags: Flags, stream: NodeJS.WriteStream = process.stdout): boolean {
  if (flags['no-color'] || process.env['NO_COLOR']) return false;
  return Boolean(process.env['FORCE_COLOR']) || stream.isTTY === true;
}

function syntaxCheck(
  playbook: string,
  { playbook: passed, diagnostics }: Checked,
  refuse: (diagnostics: readonly Diagnostic[]) => void,
): number {
  if (passed) process.stdout.write(`\nplaybook: ${playbook}\n`);
  else refuse(diagnostics);
  return passed ? 0 : 4;
}

/** The first interrupt lets the running step finish and starts no other; the second ends at once. */
function interruptSignal(report: Report): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        void report.suspend();
        process.exit(130);
      }
      report.report({
        type: 'warning',
        message: 'interrupted: what runs is brought to its end (again to end at once)',
      });
      controller.abort();
    });
  }
  return controller.signal;
}
