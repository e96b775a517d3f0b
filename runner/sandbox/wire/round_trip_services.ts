import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecrPublic from '@aws-sdk/client-ecr-public';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema, type TypeRegistry } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { catalogue } from '../catalogue.ts';
import type { Host } from './dispatch.ts';
import type { Operation } from './service_shape.ts';

/** All that a client package exports. */
export type Package = Readonly<Record<string, unknown>>;

/** The client packages of the services in the catalogue, whole: for tests that go through every operation. */
export const packages: Readonly<Record<string, Package>> = {
  sts,
  ec2,
  elasticloadbalancing: elbv2,
  logs,
  iam,
  ecr,
  'ecr-public': ecrPublic,
  ecs,
  cloudformation,
};

/** Every operation of a client package, with one behaviour for all of them. */
export function operationsOf(sdk: Package, handle: Operation<undefined>['handle']): Map<string, Operation<undefined>> {
  return new Map(
    Object.entries(sdk)
      .filter(([key, value]) => key.endsWith('$') && Array.isArray(value) && value[0] === 9)
      .map(([key, value]): [string, StaticOperationSchema] => [key.slice(0, -1), value as StaticOperationSchema])
      .filter(([, schema]) => !isStream(schema))
      .map(([name, schema]) => [name, { schema, handle }]),
  );
}

/** Event streams (two operations of CloudWatch Logs) are no request and answer. */
function isStream(schema: StaticOperationSchema): boolean {
  return NormalizedSchema.of(schema[5]).getEventStreamMember() !== '';
}

/** A host of these services that does nothing but answer. */
export function hostOf(operations: ReadonlyMap<string, ReadonlyMap<string, Operation<undefined>>>): Host<undefined> {
  return {
    services: [...operations].map(([name, own]) => {
      const facts = catalogue.find((each) => each.name === name);
      if (!facts) throw new Error(`${name} is not in the catalogue`);
      const errors = packages[name]!['errorTypeRegistries'] as TypeRegistry[];
      return { ...facts, load: async () => ({ errors, operations: own }) };
    }),
    newRequestId: () => 'request',
    contextFor: () => undefined,
    onFault(error: unknown) {
      throw error;
    },
  };
}

/** The errors that a client package models, by their names. */
export function errorsOf(sdk: Package): [code: string, schema: StaticErrorSchema][] {
  return Object.values(sdk)
    .filter((value): value is StaticErrorSchema => Array.isArray(value) && value[0] === -3)
    .filter((schema) => !schema[1].startsWith('smithy.ts'))
    .map((schema) => [schema[2], schema]);
}
