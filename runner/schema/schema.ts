/**
 * The only declaration of a module's parameters. Written once, `as const`, in `schemas/<module>.ts`; the type of the
 * parameters is inferred from it, they are held to it, `play doc` prints it and editors complete from it.
 */
export interface ModuleSchema {
  /** Collection the name belongs to, so that `amazon.aws.ec2_vpc_net` is found too. */
  readonly collection: 'ansible.builtin' | 'amazon.aws' | 'community.aws' | 'community.docker' | 'play.aws';
  /** Other names of the module, without collection, e.g. `ec2_group`. */
  readonly aliases?: readonly string[];
  readonly type: 'object';
  readonly description: string;
  readonly additionalProperties: boolean;
  readonly required?: readonly string[];
  readonly properties: { readonly [name: string]: PropertySchema };
  /** Parameter lists that exclude each other, e.g. `[['src', 'content']]`. */
  readonly mutually_exclusive?: readonly (readonly string[])[];
  /** Parameter lists of which at least one must be given. */
  readonly required_one_of?: readonly (readonly string[])[];
  /** `[name, value, [needed, …]]`: when `name` is `value`, the others are needed. */
  readonly required_if?: readonly (readonly [string, unknown, readonly string[]])[];
  /** `_raw_params` name: the module takes free form text (`command: echo hi`) into that parameter. */
  readonly free_form?: string;
  /** Ready-to-run parameter sets; the conformance suite runs every one of them. */
  readonly examples: readonly { readonly [name: string]: unknown }[];
}

export interface PropertySchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly PropertySchema[];
  readonly items?: PropertySchema;
  readonly properties?: { readonly [name: string]: PropertySchema };
  readonly additionalProperties?: boolean | PropertySchema;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** The value never reaches logs, errors or results. */
  readonly secret?: boolean;
  /** The name of a file on this machine: the module gets the path where it is found, looked for as Ansible looks for that kind. */
  readonly file?: 'files' | 'templates';
  /** The value is an expression (`that: x == 1`), not a template. */
  readonly expression?: boolean;
}
