import { PlayError } from '../../diagnostics.ts';

/** One thing in an archive, by the name it gets in the folder it is unpacked into. */
export interface ArchiveEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link';
}

/** How a program did. */
export interface Extraction {
  readonly cmd: readonly string[];
  readonly rc: number;
  readonly out: string;
  readonly err: string;
}

/** An archive of some kind, with what to take of it and where to already decided. */
export interface Archive {
  /** The name Ansible has for the kind. */
  readonly handler: string;
  /** What is unpacked. */
  readonly entries: readonly ArchiveEntry[];
  /** Names of what is not there yet, or not as it is in the archive. */
  differing(): Promise<readonly string[]>;
  extract(): Promise<Extraction>;
}

/** What to take of an archive, and where to. */
export interface Unpacking {
  readonly path: string;
  readonly dest: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly extra: readonly string[];
  readonly keepNewer: boolean;
  /** Their attributes are set afterwards and are no difference. */
  readonly setsMode: boolean;
  readonly setsOwner: boolean;
  readonly setsGroup: boolean;
}

/** An archive may name places outside of the folder it is unpacked into; it is then refused as a whole. */
export function refuseEscapes(path: string, entries: readonly ArchiveEntry[]): void {
  const links = new Set(entries.filter(({ kind }) => kind === 'link').map(({ name }) => parts(name).join('/')));
  for (const { name } of entries) {
    const all = parts(name);
    const through = all.findIndex((_, index) => index > 0 && links.has(all.slice(0, index).join('/')));
    if (!name.startsWith('/') && !all.includes('..') && through < 0) continue;
    throw new PlayError({
      code: 'archive-escape',
      message: `${path} holds ${name}, which ${through < 0 ? 'lies outside of the folder to unpack into' : 'goes through a link of the archive'}`,
      hint: 'such an archive is broken or hostile; leave the name out with "exclude" if you trust the rest',
    });
  }
}

const parts = (name: string) => name.split('/').filter((part) => part !== '' && part !== '.');
