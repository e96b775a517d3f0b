import { splitText } from '../schema/split.ts';
import { Template } from '../template/template.ts';
import { dictEntries, isDict } from '../template/values.ts';
import type { At } from './types.ts';

/** A task's arguments by name, before any schema is asked: a mapping's, or those of `key=value` text. `_raw_params` is the rest. */
export function taskFields(args: At): Map<string, At> {
  const { value } = args;
  if (isDict(value)) {
    return new Map(
      dictEntries(value).map(([key, each]) => {
        const path = [String(key)];
        return [
          String(key),
          { value: each, place: args.within(path), within: (more, of) => args.within([...path, ...more], of) },
        ];
      }),
    );
  }
  const text = value instanceof Template ? value.text : value;
  if (typeof text !== 'string') return new Map();
  try {
    const pieces = splitText(text);
    const rest = pieces.filter(({ key }) => key === undefined).map((piece) => piece.text);
    const fields = new Map(pieces.flatMap(({ key, text: own }) => (key ? [[key, textAt(own, args)] as const] : [])));
    return rest.length > 0 ? fields.set('_raw_params', textAt(rest.join(' '), args)) : fields;
  } catch {
    return new Map();
  }
}

function textAt(text: string, { value, place }: At): At {
  const written =
    value instanceof Template && /\{[{%#]/.test(text) ? new Template(text, { place, kind: 'yaml' }) : text;
  return { value: written, place, within: () => place };
}
