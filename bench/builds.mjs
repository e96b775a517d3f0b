// What is measured is built first, by the build that ships.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { common } from '../scripts/build.mjs';
import { project } from './programs.mjs';

/** Builds Play into `dist`, or takes a folder that holds a build. Its path. */
export function buildPlay(given) {
  if (given) return resolve(given);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: project, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  return resolve(project, 'dist');
}

/** Bundles the scripts of a folder of the bench with the settings of the build. Gives the path of each by its name. */
export async function buildScripts(folder, names) {
  // Within the package: what of Play is bundled there looks for its root.
  const outdir = resolve(project, '.play/bench-scripts', folder);
  await build({
    ...common,
    absWorkingDir: project,
    entryPoints: names.map((name) => `bench/${folder}/${name}.mjs`),
    chunkNames: 'chunks/[name]-[hash]',
    outdir,
  });
  return (name) => resolve(outdir, `${name}.js`);
}
