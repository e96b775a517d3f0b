import { asText } from '../filters/read.ts';
import type { Lookup, Table } from '../plugin.ts';
import { isMatch } from '../python/bounded.ts';
import { regex } from '../python/regex.ts';
import { Fault, Undefined, type Value } from '../python/types.ts';

const notGiven = Symbol('not given');

export const variableLookups: Table<Lookup> = {
  vars: {
    description: 'variables by name',
    options: [['default', notGiven]],
    run: (terms, options, context) =>
      terms.map((term) => {
        const name = asText(term);
        const value = context.variable(name);
        const fallback = options.get('default');
        if (value !== undefined && !(value instanceof Undefined && fallback !== notGiven)) return value;
        if (fallback === notGiven) throw new Fault(`'${name}' is undefined`, { code: 'variable-undefined' });
        return fallback;
      }),
  },
  varnames: {
    description: 'names of the variables that match regular expressions',
    run: (terms, _, context) => {
      const names = [...context.scope.names()];
      return terms.flatMap((term) => names.filter((name) => isMatch(regex(asText(term)), name)));
    },
  },
  env: {
    description: 'variables of the environment; empty when not set',
    options: [['default', '']],
    run: (terms, options, { host }): Value[] =>
      terms.map((term) => {
        const name = asText(term).split(/\s/)[0]!;
        return (Object.hasOwn(host.environment, name) ? host.environment[name] : undefined) ?? options.get('default');
      }),
  },
};
