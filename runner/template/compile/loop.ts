import { equals } from '../python/compare.ts';
import { iterate } from '../python/sequence.ts';
import { joinedText } from '../python/size.ts';
import { Callable, Fault, Thing, use, type Value } from '../python/types.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { compileCondition, compileExpression } from './expression.ts';
import { Frame, missing } from './frame.ts';
import { maxNesting } from './run.ts';
import { compileBody, compileTarget, type Execute, placed } from './statement.ts';

/** The `loop` of a `for`. */
class Loop extends Thing {
  readonly typeName = 'loop';
  readonly items: readonly Value[];
  readonly depth: number;
  readonly #neighbour: (index: number) => Value;
  readonly #recurse: Callable | undefined;
  index = 0;
  #last: readonly Value[] | undefined;

  constructor(
    items: readonly Value[],
    depth: number,
    neighbour: (index: number) => Value,
    recurse: Callable | undefined,
  ) {
    super();
    this.items = items;
    this.depth = depth;
    this.#neighbour = neighbour;
    this.#recurse = recurse;
  }

  override attribute(name: string): Value | undefined {
    const { length } = this.items;
    switch (name) {
      case 'index':
        return this.index + 1;
      case 'index0':
        return this.index;
      case 'revindex':
        return length - this.index;
      case 'revindex0':
        return length - this.index - 1;
      case 'first':
        return this.index === 0;
      case 'last':
        return this.index === length - 1;
      case 'length':
        return length;
      case 'depth':
        return this.depth;
      case 'depth0':
        return this.depth - 1;
      case 'previtem':
        return this.#neighbour(this.index - 1);
      case 'nextitem':
        return this.#neighbour(this.index + 1);
      case 'cycle':
        return new Callable('cycle', (args) => this.#cycle(args));
      case 'changed':
        return new Callable('changed', (args) => this.#changed(args));
      case '__call__':
        return this.#recurse;
      default:
        return undefined;
    }
  }

  #cycle(values: readonly Value[]): Value {
    if (values.length === 0) throw new Fault('loop.cycle() needs at least one value');
    return values[this.index % values.length];
  }

  #changed(values: readonly Value[]): boolean {
    const same = this.#last !== undefined && equals([...this.#last], [...values]);
    this.#last = values;
    return !same;
  }
}

export function compileFor(statement: StatementOf<'for'>): Execute {
  const iterable = compileExpression(statement.iterable);
  const condition = statement.condition && compileCondition(statement.condition);
  const assign = compileTarget(statement.target);
  const body = compileBody(statement.body);
  const otherwise = compileBody(statement.otherwise);

  const chosen = (frame: Frame, items: readonly Value[]): readonly Value[] =>
    condition
      ? items.filter((item) => {
          frame.run.budget.step();
          const inner = new Frame(frame.run, frame);
          assign(inner, item);
          return condition(inner);
        })
      : items;

  const loopOver = (frame: Frame, items: readonly Value[], out: string[], depth: number) => {
    if (items.length === 0) return otherwise(new Frame(frame.run, frame), out);
    const loop = new Loop(
      items,
      depth,
      neighbour(frame, items),
      statement.recursive ? recursion(frame, depth) : undefined,
    );
    for (const item of items) {
      const inner = new Frame(frame.run, frame);
      assign(inner, item);
      inner.set('loop', loop);
      frame.run.budget.step();
      if (body(inner, out) === 'break') break;
      loop.index++;
    }
    return undefined;
  };

  const neighbour = (frame: Frame, items: readonly Value[]) => (index: number) =>
    items[index] ??
    missing(index < 0 ? 'previtem' : 'nextitem', 'the loop has no such item', frame.run.origin, statement);

  /** `loop(children)` runs the same loop over other items and gives its text. */
  const recursion = (frame: Frame, depth: number): Callable =>
    new Callable('loop', ([items]) => {
      if (depth >= maxNesting) throw new Fault(`the loop is nested more than ${maxNesting} levels deep`);
      const out: string[] = [];
      loopOver(frame, chosen(frame, iterate(items)), out, depth + 1);
      return joinedText(out);
    });

  return placed(statement, (frame, out) => loopOver(frame, chosen(frame, iterate(use(iterable(frame)))), out, 1));
}
