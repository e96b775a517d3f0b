import { nearest } from '../../schema/distance.ts';
import { methodsOf } from '../methods/index.ts';
import { bind } from '../plugin.ts';
import { dictGet, dictKeys, isDict } from '../python/dict.ts';
import { isInt } from '../python/number.ts';
import { toText, typeName } from '../python/text.ts';
import { Callable, NamedTuple, Thing, Undefined, Unknown, use, type Value } from '../python/types.ts';
import type { Expression } from '../syntax/ast.ts';
import { type Frame, missing, type Spot } from './frame.ts';

/** `object.name`, or `object[name]` for text: an own key, an attribute, or a method of the value's type. */
export function attributeOf(object: Value, name: string, frame: Frame, node: Spot & Expression): Value {
  if (object instanceof Undefined) return object;
  if (object instanceof Unknown) return object.member(name);
  if (isDict(object)) {
    const value = dictGet(object, name);
    if (value !== undefined) return value;
  } else if (object instanceof Thing) {
    const value = object.attribute(name);
    if (value !== undefined) return value;
  }
  if (object instanceof NamedTuple && object.names.includes(name)) return object[object.names.indexOf(name)];
  return boundMethod(object, name) ?? absent(object, name, frame, node);
}

/** `object[index]`. */
export function itemOf(object: Value, index: Value, frame: Frame, node: Spot & Expression): Value {
  if (object instanceof Undefined) return object;
  if (object instanceof Unknown) return object.member(index);
  use(index);
  if (Array.isArray(object) || typeof object === 'string') {
    if (isInt(index)) {
      const items = typeof object === 'string' && /[\ud800-\udfff]/.test(object) ? [...object] : object;
      const value: Value = items[Number(index) < 0 ? Number(index) + items.length : Number(index)];
      return value === undefined ? absent(object, index, frame, node) : value;
    }
  } else if (isDict(object)) {
    const value = dictGet(object, index);
    if (value !== undefined) return value;
  }
  return typeof index === 'string' ? attributeOf(object, index, frame, node) : absent(object, index, frame, node);
}

/** A method of the value's type as a value that can be called later. */
export function boundMethod(object: Value, name: string): Callable | undefined {
  const methods = methodsOf(object);
  if (methods === undefined || !Object.hasOwn(methods, name)) return undefined;
  const method = methods[name]!;
  return new Callable(name, (args, named) => method.run(object, bind(method, args, named, `${name}()`)));
}

function absent(object: Value, key: Value, frame: Frame, node: Spot & Expression): Undefined {
  const path = pathOf(node);
  const message =
    path === undefined ? `'${typeName(object)}' has no element ${toText(key, 'repr')}` : `'${path}' is undefined`;
  return missing(typeof key === 'string' ? key : '', message, frame.run.origin, node, () => whatThereIs(object, key));
}

/** What the object has instead: the nearest key, all of a few, or how long the list is. */
function whatThereIs(object: Value, key: Value): string | undefined {
  if (object === null) return 'the value before it is none';
  if (Array.isArray(object) && isInt(key))
    return `the list has ${object.length} element${object.length === 1 ? '' : 's'}`;
  if (!isDict(object)) return `the value before it is a ${typeName(object)}`;
  const keys = dictKeys(object).map((known) => toText(known));
  const near = typeof key === 'string' ? nearest(key, keys) : undefined;
  if (near !== undefined) return `did you mean '${near}'?`;
  if (keys.length === 0) return 'the dict is empty';
  return keys.length <= 12 ? `it has: ${keys.join(', ')}` : undefined;
}

/** How the reader wrote it: `a.b[0].c`; undefined when it does not start at a name. */
export function pathOf(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'attribute' && node.kind !== 'item') return undefined;
  const object = pathOf(node.object);
  if (object === undefined) return undefined;
  if (node.kind === 'attribute') return `${object}.${node.name}`;
  const { index } = node;
  if (index.kind === 'literal') return `${object}[${toText(index.value, 'repr')}]`;
  return `${object}[${pathOf(index) ?? '…'}]`;
}
