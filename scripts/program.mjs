// The program behind the command: the sources, split as for dist/ and then put together into a few CommonJS files, so that the
// launcher can load them with V8's code cache (which Node 20 has not for ES modules). What a call seldom needs stands apart.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { allValidators, validators, validatorsElsewhere } from './validators.mjs';

/** Where a chunk goes: the first part whose pattern one of its sources fits; `core` takes the rest. */
const parts = {
  aws: /node_modules\/(@aws-sdk|@smithy|@aws|bowser)\//,
  rest: /node_modules\/(execa|listr2|human-signals|get-stream|slice-ansi)\/|^runner\/(language|cli\/(doc|vault(?!_options)|sandbox))/,
};

/** Writes `<outdir>/program/*.cjs`; resolves to a digest of them and to what they were made of. */
export async function buildProgram(common, outdir) {
  const { chunks, inputs } = await split(common);
  const partOf = new Map(chunks.map(({ name, sources }) => [name, partFor(sources)]));
  rmSync(`${outdir}/program`, { recursive: true, force: true });
  mkdirSync(`${outdir}/program`, { recursive: true });
  const digest = createHash('sha256');
  for (const part of ['core', ...Object.keys(parts), 'validators']) {
    const text = await (part === 'validators'
      ? wrapped(part, allValidators(), validators)
      : assemble(part, chunks, partOf));
    writeFileSync(`${outdir}/program/${part}.cjs`, text);
    digest.update(text);
  }
  return { id: digest.digest('hex').slice(0, 16), inputs };
}

/** The command as ES modules in chunks, in memory: this step shakes off what nobody uses, which the next one cannot. */
async function split(common) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { main: 'runner/cli/main.ts' },
    plugins: [validatorsElsewhere, ...common.plugins, noSandboxInside],
    sourcemap: false,
    banner: {},
    define: { 'import.meta.url': '__file_url' },
    metafile: true,
    write: false,
    outdir: '.',
    chunkNames: '[name]-[hash]',
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([file, output]) => [basename(file), output]));
  const chunks = outputFiles.map(({ path, text }) => {
    const { inputs, imports } = outputs.get(basename(path));
    const needs = imports.filter(({ external }) => !external).map((each) => basename(each.path));
    return { name: basename(path), text, sources: Object.keys(inputs), needs };
  });
  return { chunks, inputs: metafile.inputs };
}

// The command asks the sandbox in the background: it never makes one of its own and answers none of its requests.
const noSandboxInside = {
  name: 'no sandbox inside',
  setup({ onResolve }) {
    onResolve({ filter: /\/sandbox\/sandbox\.ts$|^\.\/services\/\w+\/\w+\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'play:sandbox', external: true } : undefined,
    );
  },
};

function partFor(sources) {
  const found = Object.entries(parts).find(([, pattern]) => sources.some((source) => pattern.test(source)));
  return found ? found[0] : 'core';
}

/** One file: a function of CommonJS that exports what other parts take of its chunks, each evaluated when first asked for. */
async function assemble(part, chunks, partOf) {
  const own = new Map(chunks.filter(({ name }) => partOf.get(name) === part).map((chunk) => [chunk.name, chunk]));
  const wanted = chunks
    .filter(({ name }) => partOf.get(name) !== part)
    .flatMap(({ needs }) => needs.filter((name) => own.has(name)));
  const shown = new Set(part === 'core' ? ['main.js', ...wanted] : wanted);
  const entries = [...shown].sort().map((name) => `${JSON.stringify(name)}: () => require('./${name}'),`);
  return wrapped(part, `module.exports = {\n${entries.join('\n')}\n};`, fromMemory(own, partOf));
}

/** A part as the launcher takes it: what a module exports, with all that it needs. */
async function wrapped(part, contents, plugin) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), sourcefile: part },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Those of another part are asked of the launcher, as all others are.
    supported: { 'dynamic-import': false },
    external: ['play:sandbox'],
    plugins: [plugin],
    // Lines, for stack traces, but no indentation: a sixth of the file.
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
    outfile: `${part}.cjs`,
  });
  const head = '(function (exports, require, module, __filename, __file_url) {';
  return `${head}${outputFiles[0].text}\n})`;
}

/** Chunks of this part come out of memory; those of another are asked of the launcher. */
const fromMemory = (own, partOf) => ({
  name: 'from memory',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\// }, ({ path }) => {
      const name = basename(path);
      return own.has(name)
        ? { path: name, namespace: 'chunk' }
        : { path: `play:${partOf.get(name)}/${name}`, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({ contents: own.get(path).text, loader: 'js' }));
  },
});
