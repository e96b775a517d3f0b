import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** Real engines and a registry with a password, for as long as a test file runs. */
export interface Workshop {
  /** For what is to use them, with a home of its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Host and port of the registry. */
  readonly registry: string;
  readonly password: string;
  /** A folder for whatever tests write; gone afterwards. */
  readonly folder: string;
  close(): void;
}

const script = resolve('runner/rehearsal/containers/workshop.sh');

/** Starts engines and registry, printing what it does with times; a text says why this machine cannot have them. */
export function openWorkshop(): Workshop | string {
  const folder = mkdtempSync(join(tmpdir(), 'play-containers-'));
  const engines = join(folder, 'engines');
  const close = () => {
    spawnSync('bash', [script, 'down', engines], { stdio: 'inherit' });
    rmSync(folder, { recursive: true, force: true });
  };
  const { status, stderr } = spawnSync('bash', [script, 'up', engines], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) {
    close();
    if (status === 3) return stderr.trim();
    throw new Error(`the engines did not start: ${stderr}`);
  }
  process.once('exit', close);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  return { folder, close, ...settings(folder, readFileSync(join(engines, 'environment'), 'utf8')) };
}

function settings(folder: string, text: string): Pick<Workshop, 'environment' | 'registry' | 'password'> {
  const {
    PLAY_CONTAINERS_REGISTRY: registry = '',
    PLAY_CONTAINERS_PASSWORD: password = '',
    PLAY_CONTAINERS_DOCKER: docker = '',
    ...own
  } = parseEnv(text) as Record<string, string>;
  // The engine's own client before any other, and no login or plug-in of whoever runs this.
  const environment = { ...own, PATH: `${dirname(docker)}:${process.env['PATH']}`, HOME: folder };
  return { environment, registry, password };
}

/** What the registry holds under a tag: its digest, and the digest of the very bytes it serves. */
export async function heldByRegistry(
  { registry, password }: Workshop,
  name: string,
  tag: string,
): Promise<{ digest: string | null; ofBytes: string; layers: number }> {
  const accept =
    'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';
  const authorization = `Basic ${Buffer.from(`play:${password}`).toString('base64')}`;
  const answer = await fetch(`http://${registry}/v2/${name}/manifests/${tag}`, { headers: { accept, authorization } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`the registry answers ${answer.status} for ${name}:${tag}: ${bytes}`);
  const { layers = [] } = JSON.parse(bytes.toString()) as { layers?: unknown[] };
  return {
    digest: answer.headers.get('docker-content-digest'),
    ofBytes: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    layers: layers.length,
  };
}
