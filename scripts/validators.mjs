// ajv's validators, compiled ahead of time.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { loadSources } from './load_sources.mjs';

const registry = resolve('runner/schema/validators.ts');

const prefix = 'play:validators/';

/**
 * Adds to each schema where its validator comes from (runner/schema/validators.ts), and makes the validators, a CommonJS module each:
 * what is required is loaded at once, but only then.
 */
export const validators = {
  name: 'validators',
  setup({ onResolve, onLoad, onStart }) {
    let sources;
    onStart(() => {
      sources = undefined;
    });
    onLoad({ filter: /[\\/](schemas[\\/]\w+|runner[\\/]aws[\\/]connection)\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const names = exportedSchemas(text);
      if (names.length === 0) return { contents: text, loader: 'ts' };
      const code = names.map((name) => `hasValidator(${name}, () => require('${prefix}${name}'));`);
      const contents = [text, `import { hasValidator } from ${JSON.stringify(registry)};`, ...code].join('\n');
      return { contents, loader: 'ts' };
    });
    onResolve({ filter: /^play:validators\// }, ({ path }) => ({
      path: path.slice(prefix.length),
      namespace: 'validator',
    }));
    onLoad({ filter: /.*/, namespace: 'validator' }, async ({ path }) => {
      sources ??= loadSchemas();
      const { jsonSchema, ...schemas } = await sources;
      return { contents: validatorCode(jsonSchema(schemas[path])), resolveDir: resolve('.') };
    });
  },
};

/** Leaves the validators to whoever loads the program. */
export const validatorsElsewhere = {
  name: 'validators elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /^play:validators\// }, ({ path }) => ({ path, external: true }));
  },
};

/** A module of all validators, by the names of their schemas. */
export function allValidators() {
  const entries = schemaFiles().flatMap(({ names }) =>
    names.map((name) => `${name}: () => require('${prefix}${name}'),`),
  );
  return `module.exports = {\n${entries.join('\n')}\n};`;
}

const exportedSchemas = (text) => [...text.matchAll(/^export const (\w+Schema)\b/gm)].map(([, name]) => name);

function schemaFiles() {
  return readdirSync('schemas')
    .filter((file) => /^\w+\.ts$/.test(file))
    .map((file) => `./schemas/${file}`)
    .concat('./runner/aws/connection.ts')
    .map((file) => ({ file, names: exportedSchemas(readFileSync(file, 'utf8')) }));
}

/** Every schema there is, by the name it is exported by, and how it is written for ajv. */
const loadSchemas = () =>
  loadSources([
    ...schemaFiles().flatMap(({ file, names }) => names.map((name) => `export { ${name} } from '${file}';`)),
    "export { jsonSchema } from './runner/schema/json_schema.ts';",
  ]);

const options = {
  allErrors: true,
  strict: false,
  messages: false,
  validateSchema: false,
  addUsedSchema: false,
  code: { source: true, optimize: 2 },
};

function validatorCode(schema) {
  const ajv = new Ajv(options);
  return standaloneCode(ajv, ajv.compile(schema));
}
