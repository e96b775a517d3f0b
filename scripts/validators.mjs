// ajv's validators, compiled ahead of time: every file with schemas ends with the code that ajv makes of them.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const registry = resolve('runner/schema/validators.ts');

/** Adds to each schema where its validator comes from (runner/schema/validators.ts). */
export const validators = {
  name: 'validators',
  setup({ onLoad, onStart }) {
    let compiled;
    onStart(() => {
      compiled = undefined;
    });
    onLoad({ filter: /[\\/](schemas[\\/]\w+|runner[\\/]aws[\\/]connection)\.ts$/ }, async ({ path }) => {
      compiled ??= await modulesOf();
      const text = await readFile(path, 'utf8');
      const names = exportedSchemas(text);
      if (names.length === 0) return { contents: text, loader: 'ts' };
      const { jsonSchema, schemas } = compiled;
      const code = names.map((name) => `hasValidator(${name}, ${validatorCode(jsonSchema(schemas[name]))});`);
      const contents = [text, `import { hasValidator } from ${JSON.stringify(registry)};`, ...code].join('\n');
      return { contents, loader: 'ts' };
    });
  },
};

const exportedSchemas = (text) => [...text.matchAll(/^export const (\w+Schema)\b/gm)].map(([, name]) => name);

/** Every schema there is, by the name it is exported by, and how it is written for ajv. */
async function modulesOf() {
  const files = readdirSync('schemas')
    .filter((file) => /^\w+\.ts$/.test(file))
    .map((file) => `./schemas/${file}`)
    .concat('./runner/aws/connection.ts');
  const contents = files
    .flatMap((file) => exportedSchemas(readFileSync(file, 'utf8')).map((name) => `export { ${name} } from '${file}';`))
    .concat("export { jsonSchema } from './runner/schema/json_schema.ts';")
    .join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  const { jsonSchema, ...schemas } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return { jsonSchema, schemas };
}

const options = {
  allErrors: true,
  strict: false,
  messages: false,
  validateSchema: false,
  addUsedSchema: false,
  code: { source: true, optimize: 2 },
};

/** A function that gives the validator. Until it is called V8 only looks through its code. */
function validatorCode(schema) {
  const ajv = new Ajv(options);
  const code = standaloneCode(ajv, ajv.compile(schema));
  return `() => { const module = { exports: {} };\n${code}\nreturn module.exports; }`;
}
