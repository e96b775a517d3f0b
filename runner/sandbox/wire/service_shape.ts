import type { TypeRegistry } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { Actor } from '../progress.ts';

/** The AWS wire protocols spoken here; the clients that Play uses need no other. */
export type Protocol = 'awsQuery' | 'ec2Query' | 'awsJson1_1';

/** A request without its transport: header names are in lower case. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** An answer without its transport. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set when the sandbox itself failed: a mistake of ours, and no answer of AWS. */
  readonly fault?: unknown;
  /** Set when the connection is to break instead of bringing this answer. */
  readonly lost?: true;
}

/** What a request needs to find its service. */
export interface ServiceFacts {
  /** The signing name: the service part of the credential scope, and the prefix of an action in an IAM policy. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The API version; query protocols send it. */
  readonly version: string;
  /** The namespace of XML answers. */
  readonly xmlns: string;
  /** The prefix of `X-Amz-Target`; JSON protocols send it. */
  readonly target: string;
}

/** One operation: its schema, as the SDK client exports it, and its behaviour. */
export interface Operation<Context> {
  readonly schema: StaticOperationSchema;
  readonly handle: (input: never, context: Context) => unknown;
}

/** What a service does: behaviour by operation name, and the errors it models. */
export interface Behaviour<Context> {
  readonly errors: readonly TypeRegistry[];
  readonly operations: ReadonlyMap<string, Operation<Context>>;
  /** What goes on in it between requests. */
  readonly actor?: Actor<Context>;
}

/** A service: facts that route to it, and behaviour that its first request loads. */
export interface Service<Context> extends ServiceFacts {
  /** Services that it cannot do without, by name: they are loaded with it. */
  readonly needs?: readonly string[];
  readonly load: () => Promise<Behaviour<Context>>;
}
