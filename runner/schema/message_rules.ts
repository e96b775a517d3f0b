import { isDict } from '../template/values.ts';
import type { Rule } from './rules.ts';

/** Ansible takes text or a list of lines as what `assert` says, and fails for a boolean or a mapping, be it held or not. */
export const messageTypes: Rule = function* (params) {
  for (const name of ['fail_msg', 'success_msg']) {
    const value = params[name];
    if (typeof value !== 'boolean' && !isDict(value)) continue;
    yield {
      code: 'param-type',
      message: `${name} must be text or a list of lines, not ${typeof value === 'boolean' ? String(value) : 'a mapping'}`,
      hint: 'put quotes around it',
      path: [name],
    };
  }
};
