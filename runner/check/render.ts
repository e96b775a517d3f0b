import { relative } from 'node:path';
import type { Diagnostic, Place } from '../diagnostics.ts';

export interface RenderOptions {
  /** Text of a file, for the frames; undefined when it cannot be read. */
  readFile(file: string): string | undefined;
  readonly color?: boolean;
  /** Files are shown relative to this folder. */
  readonly cwd?: string;
  /** Columns a line of source may take before it is cut around the mistake. */
  readonly width?: number;
}

/** All diagnostics as text for a person: where, what, the lines around it with a caret, and what to do. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const linesOf = linesOnce(options);
  return diagnostics.map((diagnostic) => rendered(diagnostic, options, linesOf)).join('\n');
}

/** One diagnostic as text. */
export const renderDiagnostic = (diagnostic: Diagnostic, options: RenderOptions): string =>
  rendered(diagnostic, options, linesOnce(options));

type LinesOf = (file: string) => readonly string[] | undefined;

/** The lines of files, each of which is read once however many mistakes it holds. */
function linesOnce({ readFile }: RenderOptions): LinesOf {
  const known = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, readFile(file)?.split(/\r?\n/));
    return known.get(file);
  };
}

function rendered(diagnostic: Diagnostic, options: RenderOptions, linesOf: LinesOf): string {
  const { code, message, place, hint, level, related = [] } = diagnostic;
  const paint = painter(options.color ?? false);
  const where = place ? `${paint.bold(placeText(place, options.cwd))}: ` : '';
  const kind = level === 'warning' ? paint.yellow('warning') : paint.red('error');
  const lines = [`${where}${kind}[${code}] ${paint.bold(message)}`];
  const frame = place ? codeFrame(place, linesOf(place.file), options, paint) : [];
  for (const other of related)
    frame.push(
      `${placeText(other.place, options.cwd)}: ${paint.cyan('note:')} ${other.message}`,
      ...codeFrame(other.place, linesOf(other.place.file), options, paint),
    );
  const margin = frame.length > 0 ? ' '.repeat(gutterWidth(place!)) : ' ';
  if (hint !== undefined) frame.push(`${margin} ${paint.cyan('hint:')} ${shortened(hint, options.cwd)}`);
  return `${[...lines, ...frame].join('\n')}\n`;
}

/** `file:line:column`, the file relative to the working folder when it lies below it. */
export function placeText({ file, line, column }: Place, cwd: string = process.cwd()): string {
  const short = relative(cwd, file);
  return `${short === '' || short.startsWith('..') ? file : short}:${line}:${column}`;
}

/** Paths below the working folder without it. */
const shortened = (text: string, cwd: string = process.cwd()) => text.replaceAll(`${cwd}/`, '');

type Paint = ReturnType<typeof painter>;

const painter = (color: boolean) => {
  const style = (open: number, close: number) => (text: string) =>
    color ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return { bold: style(1, 22), red: style(31, 39), yellow: style(33, 39), cyan: style(36, 39), dim: style(2, 22) };
};

const gutterWidth = ({ line }: Place) => String(line).length + 3;

function codeFrame(place: Place, lines: readonly string[] | undefined, options: RenderOptions, paint: Paint): string[] {
  const line = lines?.[place.line - 1];
  if (lines === undefined || line === undefined) return [];
  const before = lines[place.line - 2];
  const { cut, shift } = window(line, place, options.width ?? 100);
  const gutter = (number: number | undefined) =>
    paint.dim(`${String(number ?? '').padStart(gutterWidth(place) - 2)} |`);
  const column = Math.min(place.column - 1 - shift, cut.length);
  const lead = cut.slice(0, column).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(place.width ?? 1, cut.length - column));
  return [
    ...(before?.trim() ? [`${gutter(place.line - 1)} ${plainCut(before, options.width ?? 100)}`] : []),
    `${gutter(place.line)} ${cut}`,
    `${gutter(undefined)} ${lead}${paint.red('^'.repeat(width))}`,
  ];
}

/** The part of a long line around its mistake; `shift` columns are gone from its left. */
function window(line: string, { column }: Place, width: number): { cut: string; shift: number } {
  if (line.length <= width) return { cut: line, shift: 0 };
  const start = Math.max(0, Math.min(column - Math.floor(width / 2), line.length - width));
  const end = Math.min(line.length, start + width);
  const cut = `${start > 0 ? '…' : ''}${line.slice(start > 0 ? start + 1 : 0, end)}${end < line.length ? '…' : ''}`;
  return { cut, shift: start };
}

const plainCut = (line: string, width: number) => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
