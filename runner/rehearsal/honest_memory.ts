import assert from 'node:assert/strict';
import { createWorld } from '../aws/create_world.ts';
import type { PlaceMemory } from '../aws/remembering.ts';
import type { WorldFactory } from '../engine/worlds.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { ec2State } from '../sandbox/services/ec2/state.ts';
import { ecsState } from '../sandbox/services/ecs/state.ts';
import { iamState } from '../sandbox/services/iam/state.ts';

/** What was remembered and what was known to be empty, and how often. */
export interface Recalled {
  answers: number;
  empty: number;
}

/** A memory whose every answer is compared with what AWS would say at that moment: what is stale fails the task that got it. */
export function honest(memory: PlaceMemory, sandbox: Sandbox, recalled: Recalled): PlaceMemory {
  return {
    ...memory,
    async recall(question, ask) {
      const remember = async () => {
        let isAsked = false;
        const told = await said(
          memory.recall(question, () => {
            isAsked = true;
            return ask();
          }),
        );
        return { told, isAsked };
      };
      const { told, isAsked } = await remember();
      if (!isAsked) {
        recalled.answers += 1;
        const fresh = await said(ask());
        const { service, operation, input } = question;
        // Units beside this one may have written meanwhile: then it is not remembered any more.
        if (!(await remember()).isAsked)
          assert.deepEqual(
            settled(told),
            settled(fresh),
            `${service}:${operation} ${JSON.stringify(input)} is as remembered`,
          );
      }
      if ('error' in told) throw told.error;
      return told.answer;
    },
    isEmpty(id, listing) {
      const isEmpty = memory.isEmpty(id, listing);
      if (isEmpty) {
        recalled.empty += 1;
        assert.deepEqual(held(sandbox, id, listing), [], `${id} holds nothing of what ${listing} lists`);
      }
      return isEmpty;
    },
  };
}

/** Worlds of the sandbox with such a memory. */
export function honestWorlds(sandbox: Sandbox, recalled: Recalled): WorldFactory {
  const { requestHandler, clock } = sandbox;
  return ({ region, memory, ...options }) =>
    createWorld({
      ...options,
      region: region || sandbox.region,
      environment: {},
      requestHandler,
      clock,
      memory: memory && honest(memory, sandbox, recalled),
    });
}

type Said = { readonly answer: unknown } | { readonly error: unknown };

const said = (asked: Promise<unknown>): Promise<Said> =>
  asked.then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  );

/** What AWS moves by itself, and what tells one answer from the next. */
const moving = new Set(
  `$metadata $response requestId runningCount pendingCount deployments events runningTasksCount pendingTasksCount State
  AvailableIpAddressCount storedBytes`.split(/\s+/),
);

function settled(told: Said): unknown {
  if ('error' in told) return { error: (told.error as Error).name };
  const { output } = told.answer as { output: object };
  return JSON.parse(JSON.stringify(output, (key, value) => (moving.has(key) ? undefined : value)));
}

/** What the sandbox holds of the kind that an operation lists, besides what AWS itself puts there. */
function held(sandbox: Sandbox, id: string, listing: string): readonly string[] {
  const { subnets, routeTables, securityGroups, internetGateways } = sandbox.state(ec2State);
  const inVpc = <T extends { readonly vpcId?: string | undefined }>(things: ReadonlyMap<string, T>) =>
    [...things].filter(([, { vpcId }]) => vpcId === id);
  const kinds: Record<string, () => readonly (readonly [string, unknown])[]> = {
    'ec2:DescribeSubnets': () => inVpc(subnets),
    'ec2:DescribeInternetGateways': () => inVpc(internetGateways),
    'ec2:DescribeRouteTables': () =>
      inVpc(routeTables).filter(([, table]) => !table.associations.some((each) => each.main)),
    'ec2:DescribeSecurityGroups': () => inVpc(securityGroups).filter(([, { groupName }]) => groupName !== 'default'),
    'iam:ListRolePolicies': () => [...(sandbox.state(iamState).roles.get(id.toLowerCase())?.inlinePolicies ?? [])],
    'ecs:DescribeServices': () =>
      [...sandbox.state(ecsState).services].filter(([arn]) => arn.includes(`/${id.split('/').at(-1)}/`)),
  };
  const found = kinds[listing];
  assert.ok(found, `it can be told what ${listing} would list`);
  return found().map(([name]) => name);
}
