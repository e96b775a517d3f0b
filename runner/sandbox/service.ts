import type { TypeRegistry } from '@smithy/core/schema';
import type { Handler, MetadataBearer, StaticOperationSchema } from '@smithy/types';
import type { Context } from './context.ts';
import type { Actor } from './progress.ts';
import type { Behaviour, Operation } from './wire/service_shape.ts';

/** An SDK command class: it brings the schema of its operation and the types of both sides. */
interface CommandClass<In extends object, Out extends MetadataBearer> {
  new (
    input: In,
  ): {
    readonly schema?: unknown;
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's own signature; only the types of both sides are taken from it
    resolveMiddleware(stack: any, configuration: any, options: any): Handler<In, Out>;
  };
}

/** Behaviour of one operation: `on(CreateVpcCommand, (input, context) => ({ Vpc: … }))`. */
export function on<In extends object, Out extends MetadataBearer>(
  Command: CommandClass<In, Out>,
  handle: (input: In, context: Context) => Omit<Out, '$metadata'> | Promise<Omit<Out, '$metadata'>>,
): Operation<Context> {
  return { schema: new Command({} as In).schema as StaticOperationSchema, handle };
}

/**
 * A service's behaviour: the errors its client package exports (`errorTypeRegistries`), its operations, and what goes on
 * in it between requests.
 */
export function service(
  errors: readonly TypeRegistry[],
  operations: readonly Operation<Context>[],
  actor?: Actor<Context>,
): Behaviour<Context> {
  const byName = new Map(operations.map((operation) => [operation.schema[2], operation]));
  return { errors, operations: byName, ...(actor && { actor }) };
}
