import { globals, globalValues } from '../globals/index.ts';
import { dictMethods } from '../methods/dict.ts';
import { shortName } from '../registry.ts';
import type { Arguments, Body, Expression, Node, Statement, Target } from '../syntax/ast.ts';
import { assured, union } from './assured.ts';
import { children } from './children.ts';

/** A variable's reading: the first unguarded one, or else the first. */
export interface Reading {
  readonly at: number;
  readonly width: number;
  readonly guarded: boolean;
}

export interface Reads {
  readonly names: ReadonlyMap<string, Reading>;
  /** A name is computed: any variable may be read. */
  readonly any: boolean;
}

/** What is known at a point of the walk. */
interface Known {
  /** Names bound inside the template. */
  readonly bound: ReadonlySet<string>;
  /** Names that a condition has made sure of. */
  readonly sure: ReadonlySet<string>;
  /** The value may be undefined here. */
  readonly guarded: boolean;
}

interface Place {
  readonly at: number;
  readonly width: number;
}

/** The variables that a template or expression reads from outside. */
export function readsOf(part: Body | Expression): Reads {
  const walk = new Walk();
  const start: Known = { bound: new Set(), sure: new Set(), guarded: false };
  if (Array.isArray(part)) walk.body(part as Body, { ...start, bound: new Set(['self']) });
  else walk.expression(part as Expression, start);
  return { names: walk.names, any: walk.any };
}

class Walk {
  readonly names = new Map<string, Reading>();
  any = false;

  #read(name: string, { at, width }: Place, known: Known): void {
    if (known.bound.has(name)) return;
    const guarded = known.guarded || known.sure.has(name);
    const before = this.names.get(name);
    if (!before || (before.guarded && !guarded)) this.names.set(name, { at, width, guarded });
  }

  expression(node: Expression, known: Known): void {
    const plain = known.guarded ? { ...known, guarded: false } : known;
    switch (node.kind) {
      case 'name':
        this.#name(node, known);
        break;
      case 'attribute':
      case 'item':
        this.#member(node, known);
        break;
      case 'call':
        this.#call(node, plain);
        break;
      case 'filter':
        this.#filter(node, known);
        break;
      case 'test':
        this.expression(node.input, { ...known, guarded: node.name === 'defined' || node.name === 'undefined' });
        this.#arguments(node.args, plain);
        break;
      case 'and':
      case 'or':
        this.expression(node.left, plain);
        this.expression(node.right, after(plain, node.left, node.kind === 'and'));
        break;
      case 'conditional':
        this.expression(node.test, plain);
        this.expression(node.then, after(known, node.test, true));
        if (node.otherwise) this.expression(node.otherwise, after(known, node.test, false));
        break;
      case 'compare':
        this.#compare(node, plain);
        break;
      default:
        this.#each(children(node), node.kind === 'slice' ? known : plain);
    }
  }

  /** `'x' in vars` asks about `x` only. */
  #compare(node: Node<'compare'> & Place, known: Known): void {
    const [only, ...more] = node.rest;
    const name = textOf(node.first);
    const isVars = only?.operand.kind === 'name' && only.operand.name === 'vars' && !known.bound.has('vars');
    if (isVars && name !== undefined && more.length === 0) this.#read(name, node.first, { ...known, guarded: true });
    else this.#each([node.first, ...node.rest.map(({ operand }) => operand)], known);
  }

  #name(node: Node<'name'> & Place, known: Known): void {
    if (known.bound.has(node.name)) return;
    if (node.name === 'vars') this.any = true;
    else if (!Object.hasOwn(globals, node.name) && !Object.hasOwn(globalValues, node.name))
      this.#read(node.name, node, known);
  }

  #filter(node: Node<'filter'>, known: Known): void {
    const replaces = isDefault(node.name);
    if (node.input) this.expression(node.input, { ...known, guarded: known.guarded || replaces });
    this.#arguments(node.args, { ...known, guarded: replaces && known.guarded });
  }

  #each(nodes: readonly (Expression | undefined)[], known: Known): void {
    for (const node of nodes) if (node) this.expression(node, known);
  }

  /** `vars['x']` and `hostvars[…]['x']` read `x`. */
  #member(node: Expression & { kind: 'attribute' | 'item' }, known: Known): void {
    const { object } = node;
    const key = node.kind === 'attribute' ? node.name : textOf(node.index);
    const isVars = object.kind === 'name' && object.name === 'vars' && !known.bound.has('vars');
    if (isVars || isHostvars(object)) {
      if (key === undefined) this.any = true;
      else this.#read(key, node, known);
    }
    if (!isVars) this.expression(object, known);
    if (node.kind === 'item') this.expression(node.index, { ...known, guarded: false });
  }

  #call(node: Expression & { kind: 'call' }, known: Known): void {
    const { callee, args } = node;
    const [first, ...terms] = args.positional;
    const isLookup = callee.kind === 'name' && ['lookup', 'query', 'q'].includes(callee.name);
    if (isLookup && first && shortName(textOf(first) ?? '') === 'varnames') this.any = true;
    else if (isLookup && first && shortName(textOf(first) ?? '') === 'vars') {
      const guarded = args.named.some(([name]) => name === 'default');
      for (const term of terms) {
        const name = textOf(term);
        if (name === undefined) this.any = true;
        else this.#read(name, term, { ...known, guarded });
      }
    } else if (isLookup && first && textOf(first) === undefined) this.any = true;
    if (this.#isMethodOfAll(callee, known)) {
      this.any = true;
      this.expression(callee.object, known);
    } else this.expression(callee, known);
    this.#arguments(args, known);
  }

  /** `vars.keys()`, `hostvars.localhost.get(x)`: a method of the dict, and no variable of that name. */
  #isMethodOfAll(callee: Expression, known: Known): callee is Expression & { kind: 'attribute' } {
    if (callee.kind !== 'attribute' || !Object.hasOwn(dictMethods, callee.name)) return false;
    const { object } = callee;
    return (object.kind === 'name' && object.name === 'vars' && !known.bound.has('vars')) || isHostvars(object);
  }

  #arguments({ positional, named, star, doubleStar }: Arguments, known: Known): void {
    this.#each([...positional, ...named.map(([, value]) => value), star, doubleStar], known);
  }

  /** Walks a body; what it binds stays bound after it only for its own siblings. Returns the names it binds. */
  body(statements: Body, known: Known): ReadonlySet<string> {
    let bound = known.bound;
    for (const statement of statements) bound = union(bound, this.#statement(statement, { ...known, bound }));
    return bound;
  }

  #statement(statement: Statement, known: Known): ReadonlySet<string> {
    switch (statement.kind) {
      case 'output':
      case 'do':
        this.expression(statement.expression, known);
        return none;
      case 'if':
        return this.#if(statement, known);
      case 'for':
        return this.#for(statement, known);
      case 'set':
        this.expression(statement.value, known);
        return this.#target(statement.target, known);
      case 'set_block':
        this.body(statement.body, known);
        if (statement.filter) this.expression(statement.filter, known);
        return this.#target(statement.target, known);
      case 'filter_block':
        this.expression(statement.filter, known);
        this.body(statement.body, known);
        return none;
      case 'macro':
        this.#function(statement, known, [statement.name]);
        return new Set([statement.name]);
      case 'call_block':
        this.expression(statement.call, known);
        this.#function(statement, known, []);
        return none;
      case 'with': {
        const targets = statement.assignments.map(([target, value]) => {
          this.expression(value, known);
          return this.#target(target, known);
        });
        this.body(statement.body, { ...known, bound: targets.reduce(union, known.bound) });
        return none;
      }
      case 'include':
      case 'extends':
        this.expression(statement.template, known);
        this.any = true;
        return none;
      case 'import':
        this.expression(statement.template, known);
        this.any = true;
        return new Set(typeof statement.as === 'string' ? [statement.as] : statement.as.map(([, as]) => as));
      case 'block':
        this.body(statement.body, { ...known, bound: union(known.bound, new Set(['super'])) });
        return none;
      default:
        return none;
    }
  }

  #if(statement: Statement & { kind: 'if' }, known: Known): ReadonlySet<string> {
    let rest = known;
    let bound: ReadonlySet<string> = none;
    for (const { test, body } of statement.arms) {
      this.expression(test, rest);
      bound = union(bound, this.body(body, after(rest, test, true)));
      rest = after(rest, test, false);
    }
    return union(bound, this.body(statement.otherwise, rest));
  }

  #for(statement: Statement & { kind: 'for' }, known: Known): ReadonlySet<string> {
    this.expression(statement.iterable, known);
    const bound = union(union(known.bound, this.#target(statement.target, known)), new Set(['loop']));
    if (statement.condition) this.expression(statement.condition, { ...known, bound });
    const inner = { ...known, bound };
    this.body(statement.body, statement.condition ? after(inner, statement.condition, true) : inner);
    this.body(statement.otherwise, known);
    return none;
  }

  #function(statement: Statement & { kind: 'macro' | 'call_block' }, known: Known, own: readonly string[]): void {
    for (const { fallback } of statement.parameters) if (fallback) this.expression(fallback, known);
    const names = [...statement.parameters.map(({ name }) => name), 'varargs', 'kwargs', 'caller', ...own];
    this.body(statement.body, { ...known, bound: union(known.bound, new Set(names)) });
  }

  #target(target: Target, known: Known): ReadonlySet<string> {
    if (target.kind === 'name') return new Set([target.name]);
    if (target.kind === 'tuple') return target.items.map((item) => this.#target(item, known)).reduce(union, none);
    this.#read(target.name, target, known);
    return none;
  }
}

const none: ReadonlySet<string> = new Set();

const isDefault = (name: string) => ['default', 'd'].includes(shortName(name));

const after = (known: Known, test: Expression, when: boolean): Known => ({
  ...known,
  sure: union(known.sure, assured(test, when)),
});

const textOf = (node: Expression): string | undefined =>
  node.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;

const isHostvars = (node: Expression): boolean =>
  (node.kind === 'item' || node.kind === 'attribute') && node.object.kind === 'name' && node.object.name === 'hostvars';
