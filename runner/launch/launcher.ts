#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { help } from '../cli/help.ts';
import { playVersion } from '../package_root.ts';
import { openCodeCache } from './code_cache.ts';
import { useOf } from './code_use.ts';
import { createPatience } from './patience.ts';
import { openProgram } from './program.ts';

// Of the build (scripts/build.mjs): tells the code caches of two programs apart.
declare const PROGRAM_ID: string;

const argv = process.argv.slice(2);
const only = argv.length === 1 ? argv[0] : undefined;

// The SDK warns on Node 20 in every process; our `engines` says what we support.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// A reader that has seen enough (`play … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

if (only === '--version') process.stdout.write(`play ${playVersion()}\n`);
else if (argv.length === 0 || only === '--help' || only === '-h') process.stdout.write(help);
else {
  const patience = createPatience();
  const cache = openCodeCache({ program: PROGRAM_ID, use: useOf(argv), patience });
  const program = openProgram(fileURLToPath(new URL('program', import.meta.url)), cache, patience);
  process.exitCode = await program.main(argv);
}
