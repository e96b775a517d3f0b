import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import type { Engine } from './engine.ts';
import { type LocalImage, saveImage } from './engine_images.ts';
import { imageReference } from './image_name.ts';
import type { ImageTask } from './image_task.ts';

/** Saves the image to `archive_path` unless the archive there holds just this one; tells whether it did, or would. */
export async function archiveImage(
  { params, context, name }: ImageTask,
  engine: Engine,
  image: LocalImage,
): Promise<boolean> {
  if (params.archive_path === undefined) return false;
  const archive = resolve(context.playbookDir, params.archive_path);
  if (existsSync(archive) && (await archivedId(archive)) === image.Id.replace(/^sha256:/, '')) return false;
  if (context.check) return true;
  // Engines refuse to write over an archive, or add to it.
  rmSync(archive, { force: true });
  await saveImage(engine, imageReference(name), archive);
  return true;
}

/** The id is in the name of the configuration that the archive's manifest points to. */
async function archivedId(archive: string): Promise<string | undefined> {
  const { stdout, failed } = await execa('tar', ['-xOf', archive, 'manifest.json'], { reject: false, stdin: 'ignore' });
  return failed ? undefined : /"Config":"(?:blobs\/sha256\/)?([0-9a-f]{64})/.exec(stdout)?.[1];
}
