// Bundles the command, the health check and the app into dist/. Code splitting keeps every AWS client and listr2 in
// chunks of their own, loaded when first used; without `module` before `main` nothing of the SDK is shaken off.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildProgram } from './program.mjs';
import { pureSchemas } from './pure_schemas.mjs';
import { validators } from './validators.mjs';
import { webCrypto } from './web_crypto.mjs';

export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [pureSchemas, validators, webCrypto],
  outExtension: { '.js': '.js' },
  // CommonJS packages inside an ES module bundle still call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

export async function buildCommand(outdir = 'dist') {
  // Old chunks only: tests of another run may lie beside them.
  rmSync(`${outdir}/chunks`, { recursive: true, force: true });
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: {
      health_check: 'health_check.ts',
      index: 'runner/play.ts',
      sandbox: 'runner/sandbox/daemon/main.ts',
    },
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
  });
  // One file of its own: the sandbox keeps a copy with every image of the app.
  const app = await build({
    ...common,
    metafile: true,
    splitting: false,
    entryPoints: { server: 'app/server.ts' },
    outdir,
  });
  const program = await buildLauncher(outdir);
  const inputs = Object.keys({ ...metafile.inputs, ...app.metafile.inputs, ...program.inputs });
  writeFileSync(`${outdir}/THIRD_PARTY_NOTICES.txt`, notices(inputs));
  for (const command of ['play', 'health_check']) chmodSync(`${outdir}/${command}.js`, 0o755);
}

/** The command: a small launcher and the program that it loads. */
async function buildLauncher(outdir) {
  const program = await buildProgram(common, outdir);
  await build({
    ...common,
    splitting: false,
    banner: {},
    define: { PROGRAM_ID: JSON.stringify(program.id) },
    entryPoints: { play: 'runner/launch/launcher.ts' },
    outdir,
  });
  return program;
}

/** The licences of the packages that the bundle holds: they ask to go where their code goes. */
function notices(inputs) {
  const packages = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : ''}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** Every `*.test.ts` and `*.test.mjs` (or those whose path holds one of the words) as one split bundle in `outdir`, and the command beside them. */
export async function buildTests(words, outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const files = ['runner', 'schemas', 'app', 'roles', 'bench', 'test']
    .flatMap((folder) => listTests(folder))
    .concat(listTests('.', false))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const entryPoints = [...files, 'health_check.ts', 'runner/sandbox/daemon/main.ts'];
  await build({ ...common, entryPoints, outbase: '.', chunkNames: 'chunks/[name]-[hash]', outdir });
  await buildLauncher(outdir);
  return files.map((file) => `${outdir}/${file.replace(/\.(ts|mjs)$/, '.js')}`);
}

function listTests(folder, recursive = true) {
  try {
    return readdirSync(folder, { recursive, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.test\.(ts|mjs)$/.test(entry.name))
      .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.replace(/^\.\//, ''));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

if (process.argv[1]?.endsWith('build.mjs')) await buildCommand(process.argv[2]);
