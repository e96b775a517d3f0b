import type { Context } from '../../../context.ts';
import type { Fields, Value } from '../template/value.ts';
import type { Property } from './shape.ts';

/** What a provider is told beside the properties. */
export interface Situation {
  readonly context: Context;
  /** A name for what the template gives none: the stack's, the resource's, and some letters. */
  newName(rules: { readonly most: number; readonly lower?: boolean }): string;
}

/** Where a resource stands that takes its time. */
export type Standing = 'stable' | 'not yet' | { readonly failure: string };

/** A type of resource: its properties, and the calls that it makes of them. */
export interface ResourceType {
  readonly type: string;
  readonly properties: Readonly<Record<string, Property>>;
  /** Properties that AWS has, too; they are refused by name. */
  readonly unmodelled: readonly string[];
  /** How long AWS takes about, in seconds; an assumption. */
  readonly seconds: { readonly create: number; readonly update: number; readonly remove: number };
  /** The capability that a resource of this type asks for. */
  capability?(properties: Fields): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';
  /** Makes it; gives its physical id. */
  create(properties: Fields, situation: Situation): string | Promise<string>;
  /** Calls that follow its creation; when one of them fails it is there, and is deleted by its id. */
  configure?(id: string, properties: Fields, situation: Situation): void;
  /** Whether it is what it is to be, after the call that was made then; stable at once when left out. */
  standing?(id: string, calledAt: number, context: Context): Standing;
  /** Changes it in place. */
  update?(id: string, properties: Fields, before: Fields, situation: Situation): void;
  /** Whether this change of a property takes a new resource; when left out, properties say so themselves. */
  replaces?(name: string, after: Value | undefined, before: Value | undefined): boolean | undefined;
  /** Deletes it; quiet when it is gone. */
  remove(id: string, properties: Fields, context: Context): void;
  /** Whether a deleted one is really gone; at once when left out. */
  isGone?(id: string, properties: Fields, context: Context): boolean;
  /** What `Ref` gives; the physical id when left out. */
  ref?(id: string, properties: Fields, context: Context): string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes: Readonly<Record<string, (id: string, context: Context, properties: Fields) => Value>>;
  /** Writes the tags that only AWS itself may: those of CloudFormation. */
  mark?(id: string, tags: Readonly<Record<string, string>>, context: Context): void;
}
