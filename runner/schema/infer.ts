/** The TypeScript type that one of our JSON Schemas describes, for the subset our schemas use. */
export type Infer<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { const: infer C }
    ? C
    : S extends { anyOf: readonly (infer A)[] }
      ? Infer<A>
      : S extends { type: 'string' }
        ? string
        : S extends { type: 'integer' | 'number' }
          ? number
          : S extends { type: 'boolean' }
            ? boolean
            : S extends { type: 'array'; items: infer I }
              ? Infer<I>[]
              : S extends { type: 'object'; properties: infer P }
                ? InferObject<P, RequiredKeys<S>>
                : S extends { type: 'object'; additionalProperties: infer A extends object }
                  ? Record<string, Infer<A>>
                  : S extends { type: 'object' }
                    ? Record<string, unknown>
                    : unknown;

type InferObject<P, K extends PropertyKey> = Simplify<
  { [N in keyof P as N extends K ? N : P[N] extends { default: unknown } ? N : never]: Infer<P[N]> } & {
    [N in keyof P as N extends K ? never : P[N] extends { default: unknown } ? never : N]?: Infer<P[N]>;
  }
>;
type RequiredKeys<S> = S extends { required: readonly (infer K extends string)[] } ? K : never;
type Simplify<T> = { [K in keyof T]: T[K] } & {};
