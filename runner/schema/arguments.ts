import type { At } from '../playbook/types.ts';
import { Template } from '../template/template.ts';
import { type Dict, dictEntries, dictGet, isDict, newDict } from '../template/values.ts';
import type { Problem } from './problem.ts';
import { scalarText } from './scalars.ts';
import type { ModuleSchema } from './schema.ts';
import { type Piece, splitText } from './split.ts';

/** Parameters as written: a dict whose parts know their places, and what kept the text from being read. */
export interface WrittenArguments {
  readonly params: At<Dict>;
  readonly problems: readonly Problem[];
}

/** Modules whose text is a program's command line: only options they are known for are taken out of it. */
const commandLike = new Set(['cmd', 'argv', '_raw_params', 'expand_argument_vars']);

/**
 * Turns a task's arguments into parameters: a mapping as it is; `key=value` text split with quotes and templates kept whole; the rest
 * of the text, or all of it, is the free form parameter of modules that have one.
 */
export function writtenArguments(args: At, schema: ModuleSchema): WrittenArguments {
  const { value } = args;
  if (value === null) return { params: { ...args, value: newDict([]) }, problems: [] };
  if (isDict(value)) return fromDict(args as At<Dict>, schema);
  const text = value instanceof Template ? value.text : scalarText(value);
  if (text !== undefined) return fromText(text, args, schema);
  const message = 'arguments must be a mapping, or key=value text';
  return { params: { ...args, value: newDict([]) }, problems: [{ code: 'args-type', message, path: [] }] };
}

/** Spreads what `args: "{{ options }}"` was rendered to under the parameters that stand beside it. */
export function expandVariableParams(params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { _variable_params: more, ...own } = params;
  return isDict(more) ? { ...Object.fromEntries(dictEntries(more)), ...own } : own;
}

/** `_raw_params` beside others comes from text with `args:` below; the text may hold pairs of its own. */
function fromDict(args: At<Dict>, schema: ModuleSchema): WrittenArguments {
  const raw = dictGet(args.value, '_raw_params');
  const text = raw instanceof Template ? raw.text : scalarText(raw);
  if (text === undefined || schema.free_form === undefined) return { params: args, problems: [] };
  const place = args.within(['_raw_params']);
  const split = fromText(text, { value: raw, place, within: () => place }, schema);
  const rest = dictEntries(args.value).filter(([key]) => key !== '_raw_params');
  const params = { ...args, value: newDict([...dictEntries(split.params.value), ...rest]) };
  return { params, problems: split.problems };
}

function fromText(text: string, args: At, schema: ModuleSchema): WrittenArguments {
  const pieces = piecesOf(text, schema);
  if (pieces instanceof SyntaxError) {
    const problem = {
      code: 'args-syntax',
      message: pieces.message,
      hint: 'close it, or write the arguments as a mapping',
      path: [],
    };
    return { params: { ...args, value: newDict([]) }, problems: [problem] };
  }
  const { pairs, rest } = pieces;
  const entries = pairs.map((piece) => [piece.key!, valueAt(piece.text, piece.textStart, args)] as const);
  const spans = new Map<string, Piece>(pairs.map((piece) => [piece.key!, piece]));
  const problems: Problem[] = [];
  if (rest.text !== '' && schema.free_form === undefined) {
    const hint = 'write arguments as key=value, or as a mapping';
    problems.push({ code: 'args-syntax', message: `"${short(rest.text)}" is not key=value`, hint, path: [] });
  } else if (rest.text !== '') entries.push([schema.free_form!, valueAt(rest.text, rest.start, args)]);
  const within: At['within'] = (path, of) => {
    const piece = spans.get(String(path[0]));
    if (!piece) return args.place;
    const start = of === 'key' ? piece.start : piece.textStart;
    return args.locate?.(start, of === 'key' ? piece.key!.length : Math.max(1, piece.text.length)) ?? args.place;
  };
  return { params: { value: newDict(entries), place: args.place, within }, problems };
}

/** The pairs a module takes out of its text, and what is left. */
function piecesOf(
  text: string,
  schema: ModuleSchema,
): { pairs: Piece[]; rest: { text: string; start: number } } | SyntaxError {
  let pieces: Piece[];
  try {
    pieces = splitText(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
  const runsText = schema.free_form !== undefined && 'chdir' in schema.properties;
  const takes = ({ key }: Piece) =>
    key !== undefined && (!runsText || (key in schema.properties && !commandLike.has(key)));
  const pairs = pieces.filter(takes);
  const left = pieces.filter((piece) => !takes(piece));
  return { pairs, rest: { text: cut(text, pairs), start: left[0]?.start ?? 0 } };
}

/** Text without the pairs taken out of it; blanks and line ends between what stays are kept. */
function cut(text: string, pairs: readonly Piece[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of pairs) {
    kept += text.slice(from, start);
    from = end;
    while (text[from] === ' ') from++;
  }
  return (kept + text.slice(from)).trim();
}

function valueAt(text: string, start: number, { value, place, locate }: At): unknown {
  if (!(value instanceof Template) || !/\{[{%#]/.test(text)) return text;
  const own = locate?.(start, text.length) ?? place;
  return new Template(text, {
    place: own,
    kind: 'yaml',
    locate: (offset, width) => locate?.(start + offset, width) ?? own,
  });
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 37)}…` : text);
