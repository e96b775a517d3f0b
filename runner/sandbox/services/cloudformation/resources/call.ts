import { NormalizedSchema } from '@smithy/core/schema';
import type { Handler, MetadataBearer, StaticOperationSchema } from '@smithy/types';
import type { Context } from '../../../context.ts';
import { refusedBy } from '../../../faults/refused_by.ts';
import { faultState } from '../../../faults/state.ts';
import { requireMembers } from '../../../wire/required.ts';
import type { Behaviour, Protocol } from '../../../wire/service_shape.ts';
import { ec2 } from '../../ec2/ec2.ts';
import { ecr } from '../../ecr/ecr.ts';
import { ecs } from '../../ecs/ecs.ts';
import { elbv2 } from '../../elbv2/elbv2.ts';
import { iam } from '../../iam/iam.ts';
import { logs } from '../../logs/logs.ts';

interface CommandClass<In extends object, Out extends MetadataBearer> {
  new (
    input: In,
  ): {
    readonly schema?: unknown;
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's own signature; only the types of both sides are taken from it
    resolveMiddleware(stack: any, configuration: any, options: any): Handler<In, Out>;
  };
}

type Output<Out> = Omit<Out, '$metadata'>;

/** The services that resources are made with, by the namespace of their operations. */
const services: Readonly<
  Record<string, { readonly name: string; readonly protocol: Protocol; readonly behaviour: Behaviour<Context> }>
> = {
  'com.amazonaws.ec2': { name: 'ec2', protocol: 'ec2Query', behaviour: ec2 },
  'com.amazonaws.iam': { name: 'iam', protocol: 'awsQuery', behaviour: iam },
  'com.amazonaws.cloudwatchlogs': { name: 'logs', protocol: 'awsJson1_1', behaviour: logs },
  'com.amazonaws.ecr': { name: 'ecr', protocol: 'awsJson1_1', behaviour: ecr },
  'com.amazonaws.ecs': { name: 'ecs', protocol: 'awsJson1_1', behaviour: ecs },
  'com.amazonaws.elasticloadbalancingv2': { name: 'elasticloadbalancing', protocol: 'awsQuery', behaviour: elbv2 },
};

/** Calls an operation of another service, by the handler that answers clients as well. */
export function callLater<In extends object, Out extends MetadataBearer>(
  context: Context,
  Command: CommandClass<In, Out>,
  input: In,
): Output<Out> | Promise<Output<Out>> {
  const schema = schemaOf(Command);
  const service = services[schema[1]];
  const operation = service?.behaviour.operations.get(schema[2]);
  if (!service || !operation) throw new Error(`the sandbox has no ${schema[1]}#${schema[2]} to make resources with`);
  const { account, region } = context;
  const refused = { protocol: service.protocol, service: service.name, operation: schema[2], account, region };
  const refusal = refusedBy(context.state(faultState).values(), refused);
  if (refusal) throw refusal;
  requireMembers(service.protocol, NormalizedSchema.of(schema[4]), input);
  return operation.handle(input as never, context) as Output<Out> | Promise<Output<Out>>;
}

/** `callLater` for operations that answer at once. */
export function call<In extends object, Out extends MetadataBearer>(
  context: Context,
  Command: CommandClass<In, Out>,
  input: In,
): Output<Out> {
  const output = callLater(context, Command, input);
  if (output instanceof Promise) throw new Error(`${schemaOf(Command)[2]} does not answer at once`);
  return output;
}

/** The schema of an operation's input, member by member. */
export function inputSchema<In extends object, Out extends MetadataBearer>(
  Command: CommandClass<In, Out>,
): NormalizedSchema {
  return NormalizedSchema.of(schemaOf(Command)[4]);
}

function schemaOf<In extends object, Out extends MetadataBearer>(
  Command: CommandClass<In, Out>,
): StaticOperationSchema {
  return new Command({} as In).schema as StaticOperationSchema;
}
