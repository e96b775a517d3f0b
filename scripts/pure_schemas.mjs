import { readFile } from 'node:fs/promises';

/**
 * The AWS SDK writes each of its shapes as a constant list with computed keys, which a bundler has to take for code with an effect
 * and keep: a megabyte of EC2 alone. This says that there is none, so that only the shapes of operations in use stay.
 */
export const pureSchemas = {
  name: 'pure schemas',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace(constantList, '$1var $2 = /* @__PURE__ */ (() => [$3])();') };
    });
  },
};

const constantList = /^(export )?var (\S+) = \[(.*|.*\n[\s\S]*?\n)\];$/gm;
