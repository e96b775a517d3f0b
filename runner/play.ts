// Play as a package: what `import 'play'` gives, and all that the command does.
export { type Checked, checkPlaybook } from './play/check_playbook.ts';
export { graphs } from './play/graphs.ts';
export { list } from './play/list.ts';
export type { AnySandbox, PlayOptions } from './play/options.ts';
export { play } from './play/run.ts';
export type { PlayEnd } from './play/run_checked.ts';
export { why } from './play/why.ts';
