import type { Value } from '../python/types.ts';

/** Where a node stands in its source text: offset of its most telling token, and that token's length. */
interface Spot {
  readonly at: number;
  readonly width: number;
}

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [name: string, value: Expression])[];
  /** `*list` and `**dict`. */
  readonly star?: Expression;
  readonly doubleStar?: Expression;
}

export type Expression = Spot &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly kind: 'item'; readonly object: Expression; readonly index: Expression }
    | {
        readonly kind: 'slice';
        readonly object: Expression;
        readonly bounds: readonly (Expression | undefined)[];
      }
    | { readonly kind: 'call'; readonly callee: Expression; readonly args: Arguments }
    | FilterUse
    | { readonly kind: 'test'; readonly input: Expression; readonly name: string; readonly args: Arguments }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'conditional';
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression | undefined;
      }
    | { readonly kind: 'unary'; readonly operator: '-' | '+'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'concat'; readonly parts: readonly Expression[] }
    | {
        readonly kind: 'compare';
        readonly first: Expression;
        readonly rest: readonly { readonly operator: Comparison; readonly operand: Expression }[];
      }
  );

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** `input | name(args)`; the input of a `{% filter %}` or `{% set x | name %}` block is the block's text. */
export interface FilterUse {
  readonly kind: 'filter';
  readonly input: Expression | undefined;
  readonly name: string;
  readonly args: Arguments;
}

export type Node<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** What `for` and `set` assign to: a name, several, or an attribute of a namespace. */
export type Target = Spot &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'tuple'; readonly items: readonly Target[] }
    | { readonly kind: 'namespace'; readonly name: string; readonly attribute: string }
  );

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

export type Statement = Spot &
  (
    | { readonly kind: 'data'; readonly text: string }
    | { readonly kind: 'output'; readonly expression: Expression }
    | {
        readonly kind: 'if';
        readonly arms: readonly { readonly test: Expression; readonly body: Body }[];
        readonly otherwise: Body;
      }
    | {
        readonly kind: 'for';
        readonly target: Target;
        readonly iterable: Expression;
        readonly condition: Expression | undefined;
        readonly recursive: boolean;
        readonly body: Body;
        readonly otherwise: Body;
      }
    | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
    | {
        readonly kind: 'set_block';
        readonly target: Target;
        readonly filter: Expression | undefined;
        readonly body: Body;
      }
    | { readonly kind: 'filter_block'; readonly filter: Expression; readonly body: Body }
    | { readonly kind: 'macro'; readonly name: string; readonly parameters: readonly Parameter[]; readonly body: Body }
    | {
        readonly kind: 'call_block';
        readonly parameters: readonly Parameter[];
        readonly call: Node<'call'>;
        readonly body: Body;
      }
    | { readonly kind: 'with'; readonly assignments: readonly (readonly [Target, Expression])[]; readonly body: Body }
    | { readonly kind: 'do'; readonly expression: Expression }
    | { readonly kind: 'break' | 'continue' }
    | {
        readonly kind: 'include';
        readonly template: Expression;
        readonly ignoreMissing: boolean;
        readonly withContext: boolean;
      }
    | {
        readonly kind: 'import';
        readonly template: Expression;
        readonly withContext: boolean;
        /** `import … as name`, or the names that `from … import` takes. */
        readonly as: string | readonly (readonly [name: string, as: string])[];
      }
    | { readonly kind: 'extends'; readonly template: Expression }
    | {
        readonly kind: 'block';
        readonly name: string;
        readonly scoped: boolean;
        readonly required: boolean;
        readonly body: Body;
      }
  );

export type Body = readonly Statement[];
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;
