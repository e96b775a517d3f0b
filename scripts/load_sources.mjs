import { build } from 'esbuild';

/** What these lines of TypeScript export, bundled in memory; their paths begin at the project's folder. */
export async function loadSources(lines) {
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    // CommonJS packages inside an ES module bundle still call require.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
