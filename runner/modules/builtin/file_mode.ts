import { PlayError } from '../../diagnostics.ts';

/** As it is written: octal text, symbolic text, or the number YAML made of `0644`. */
export type WrittenMode = string | number;

/** The permission bits that a written mode gives a file which has the bits `now`. */
export function modeBits(written: WrittenMode, now: number, isDirectory: boolean): number {
  if (typeof written === 'number') return numericMode(written);
  const text = written.trim();
  if (/^(0o)?[0-7]{1,5}$/.test(text)) return Number.parseInt(text.replace('0o', ''), 8) & 0o7777;
  let bits = now;
  for (const clause of text.split(',')) {
    const [, who, changes] = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(clause) ?? [];
    if (who === undefined || changes === undefined) throw invalid(written);
    for (const [, operator, permissions] of changes.matchAll(/([-+=])([^-+=]*)/g))
      bits = change(bits, { who, operator: operator!, permissions: permissions!, isDirectory, before: now });
  }
  return bits;
}

/** The bits as Ansible returns them: `0644`. */
export function modeText(bits: number): string {
  return (bits & 0o7777).toString(8).padStart(4, '0');
}

/** What a new file or folder gets when nobody says. */
export function defaultMode(isDirectory: boolean): number {
  return (isDirectory ? 0o777 : 0o666) & ~process.umask();
}

/** `mode: 644` is the number 644, which is 01204 in octal: a file that hardly anyone can read. Nobody means that. */
function numericMode(written: number): number {
  if (!Number.isInteger(written) || written < 0 || written > 0o7777) throw invalid(written);
  if (written > 0o777 && /^[0-7]{3}$/.test(String(written)))
    throw new PlayError({
      code: 'file-mode',
      message: `mode ${written} is a decimal number, ${modeText(written)} in octal`,
      hint: `write it in quotes: mode: "0${written}"`,
    });
  return written;
}

interface Change {
  readonly who: string;
  readonly operator: string;
  readonly permissions: string;
  readonly isDirectory: boolean;
  readonly before: number;
}

const shifts = { u: 6, g: 3, o: 0 } as const;
const single = { r: 4, w: 2, x: 1 } as const;

/** As chmod(1): without anyone named all are meant, as far as the umask allows. */
function change(bits: number, { who, operator, permissions, isDirectory, before }: Change): number {
  const everyone = who === '' || who.includes('a');
  const classes = everyone
    ? (['u', 'g', 'o'] as const)
    : (['u', 'g', 'o'] as const).filter((each) => who.includes(each));
  let wanted = 0;
  for (const each of classes) wanted |= permissionBits(permissions, bits, isDirectory, before) << shifts[each];
  if (permissions.includes('s')) wanted |= (classes.includes('u') ? 0o4000 : 0) | (classes.includes('g') ? 0o2000 : 0);
  if (permissions.includes('t')) wanted |= 0o1000;
  if (who === '') wanted &= ~process.umask();
  if (operator === '+') return bits | wanted;
  if (operator === '-') return bits & ~wanted;
  return (bits & ~replaced(classes, isDirectory)) | wanted;
}

/** `=` takes away all else of the classes named; a folder keeps its set-id bits, as chmod leaves them. */
function replaced(classes: readonly ('u' | 'g' | 'o')[], isDirectory: boolean): number {
  let mask = 0;
  for (const each of classes) mask |= 7 << shifts[each];
  if (!isDirectory) mask |= (classes.includes('u') ? 0o4000 : 0) | (classes.includes('g') ? 0o2000 : 0);
  return mask;
}

function permissionBits(permissions: string, bits: number, isDirectory: boolean, before: number): number {
  if (permissions === 'u' || permissions === 'g' || permissions === 'o') return (bits >> shifts[permissions]) & 7;
  let wanted = 0;
  for (const [letter, bit] of Object.entries(single)) if (permissions.includes(letter)) wanted |= bit;
  if (permissions.includes('X') && (isDirectory || (before & 0o111) !== 0)) wanted |= 1;
  return wanted;
}

function invalid(written: WrittenMode): PlayError {
  return new PlayError({
    code: 'file-mode',
    message: `"${written}" is no file mode`,
    hint: 'write octal digits in quotes ("0644") or changes (u=rw,g=r,o=r or u+x)',
  });
}
