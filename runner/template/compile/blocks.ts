import { joinedText } from '../python/size.ts';
import { Callable, Fault, Thing, UnknownReached, unknown, type Value } from '../python/types.ts';
import type { Body, StatementOf } from '../syntax/ast.ts';
import { compileExpression } from './expression.ts';
import { load } from './files.ts';
import { Frame } from './frame.ts';
import { mentions } from './mentions.ts';
import { maxNesting } from './run.ts';
import { compileBody, type Execute, placed } from './statement.ts';

/** A block's body as one template of a chain has it; it knows the run of the file it was written in. */
interface Layer {
  readonly execute: Execute;
  readonly required: boolean;
  readonly run: Frame['run'];
}

/** A template that runs, and what it shares with the ones that extend it. */
interface Chain {
  /** Bodies by the name of the block, the child's first. */
  readonly layers: ReadonlyMap<string, readonly Layer[]>;
  /** The outermost frame of the template: blocks see its variables, and none of the loops around them. */
  readonly top: Frame;
  parent: ReturnType<typeof load> | undefined;
}

// Kept in the frame under a name that no template can write.
const key = ' chain';
const chainOf = (frame: Frame): Chain => frame.get(key) as Chain;

interface Blocks {
  readonly blocks: readonly StatementOf<'block'>[];
  readonly extends: boolean;
}

/** The blocks of a template, those inside of others and of statements too, and whether it may extend another. */
function blocksOf(part: unknown): Blocks {
  if (typeof part !== 'object' || part === null) return { blocks: [], extends: false };
  const inner = Object.values(part).map(blocksOf);
  const node = part as { readonly kind?: string };
  const own = node.kind === 'block' ? [node as StatementOf<'block'>] : [];
  return {
    blocks: [...own, ...inner.flatMap(({ blocks }) => blocks)],
    extends: node.kind === 'extends' || inner.some((each) => each.extends),
  };
}

/** Runs a template that has blocks or a parent, or speaks of itself; undefined for any other. */
export function compileLayered(body: Body): Execute | undefined {
  const { blocks, extends: isChild } = blocksOf(body);
  if (blocks.length === 0 && !isChild && !mentions(body, 'self')) return undefined;
  const compiled = blocks.map((block) => ({ ...block, execute: compileBody(block.body) }));
  const statements = body.map((statement) => ({ kind: statement.kind, execute: compileBody([statement]) }));
  return (frame, out) => {
    const inherited = frame.names?.get(key) as Chain | undefined;
    const layers = new Map(inherited?.layers);
    for (const { name, execute, required } of compiled)
      layers.set(name, [...(layers.get(name) ?? []), { execute, required, run: frame.run }]);
    const chain: Chain = { layers, top: frame, parent: undefined };
    frame.set(key, chain);
    frame.set('self', new Self(chain));
    for (const { kind, execute } of statements) {
      // What stands outside of blocks counts no more once there is a parent.
      if (chain.parent && (kind === 'output' || kind === 'data')) continue;
      execute(frame, chain.parent ? [] : out);
    }
    runParent(chain, frame, out);
    return undefined;
  };
}

/** The parent's text, with the blocks of its children in place of its own. */
function runParent({ layers, parent }: Chain, frame: Frame, out: string[]): void {
  if (!parent) return;
  const inner = new Frame(frame.run.within(parent.origin), frame);
  inner.set(key, { layers });
  parent.compiled.execute(inner, out);
}

export function compileExtends(statement: StatementOf<'extends'>): Execute {
  const name = compileExpression(statement.template);
  return placed(statement, (frame) => {
    const chain = chainOf(frame);
    if (chain.parent) throw new Fault('a template can extend only one other');
    chain.parent = load(name(frame), frame);
    return undefined;
  });
}

export function compileBlock(statement: StatementOf<'block'>): Execute {
  const { name, scoped } = statement;
  return placed(statement, (frame, out) => {
    const { layers, top, parent } = chainOf(frame);
    if (!parent) runLayer(layers.get(name)!, 0, scoped ? frame : top, out);
    return undefined;
  });
}

function runLayer(layers: readonly Layer[], index: number, frame: Frame, out: string[]): void {
  const layer = layers[index]!;
  if (layer.required && index === 0) throw new Fault('the template that extends this one must fill the required block');
  const inner = new Frame(layer.run, frame);
  inner.set('super', new Super(layers, index + 1, frame));
  layer.execute(inner, out);
}

/** The text of a block; unknown when a part of it is. */
function textOf(layers: readonly Layer[], index: number, frame: Frame): Value {
  const out: string[] = [];
  try {
    runLayer(layers, index, frame, out);
  } catch (error) {
    if (error instanceof UnknownReached) return unknown;
    throw error;
  }
  return joinedText(out);
}

/** `super()`: the same block of the parent; `super.super()`: that of its parent. */
class Super extends Thing {
  readonly typeName = 'block';
  readonly #layers: readonly Layer[];
  readonly #index: number;
  readonly #frame: Frame;
  constructor(layers: readonly Layer[], index: number, frame: Frame) {
    super();
    this.#layers = layers;
    this.#index = index;
    this.#frame = frame;
  }
  override attribute(name: string): Value | undefined {
    const isThere = this.#index < this.#layers.length;
    if (name === 'super') return isThere ? new Super(this.#layers, this.#index + 1, this.#frame) : undefined;
    if (name !== '__call__') return undefined;
    return new Callable('super', () => {
      if (!isThere) throw new Fault("there is no parent block for 'super()'");
      return textOf(this.#layers, this.#index, this.#frame);
    });
  }
}

/** `self.name()`: the text of a block of this template. */
class Self extends Thing {
  readonly typeName = 'template';
  readonly #chain: Chain;
  constructor(chain: Chain) {
    super();
    this.#chain = chain;
  }
  override attribute(name: string): Value | undefined {
    const layers = this.#chain.layers.get(name);
    return layers && new Callable(name, () => this.#text(layers));
  }
  #text(layers: readonly Layer[]): Value {
    const { run } = this.#chain.top;
    const top = new Frame(run.within(run.origin), this.#chain.top);
    if (top.run.nesting > maxNesting) throw new Fault(`blocks print each other more than ${maxNesting} levels deep`);
    return textOf(layers, 0, top);
  }
}
