import { readFileSync } from 'node:fs';
import { cloudformationSchema } from '../../../schemas/cloudformation.ts';
import { type PolicyDocument, samePolicy } from '../../aws/policy.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown } from '../../template/values.ts';
import { resource, type Step, type Wanted } from '../module.ts';
import { pendingChangeSet, reviewName } from './cloudformation/change_set.ts';
import { dataHeld } from './cloudformation/data_held.ts';
import { importedFrom } from './cloudformation/imports.ts';
import { isRetained, resourcesOf } from './cloudformation/resource_changes.ts';
import type { Params, Stack } from './cloudformation/stack.ts';
import { differenceOf } from './cloudformation/stack_difference.ts';
import { readStack } from './cloudformation/stack_read.ts';
import { stackResult } from './cloudformation/stack_result.ts';
import * as steps from './cloudformation/stack_steps.ts';
import { fromParams, isThere, sourceOf, wantedSource } from './cloudformation/stack_wanted.ts';
import { validateNews } from './cloudformation/validate.ts';

/** A stack, found by its name. Result as the page of `amazon.aws.cloudformation` documents it. */
export const cloudformation = resource({
  name: 'cloudformation',
  schema: cloudformationSchema,
  identity: ['stack_name'],

  async resolve(_world, params) {
    if (params.state === 'absent') return params;
    const { template, template_body: body, stack_policy: policy } = params;
    return {
      ...params,
      ...(template !== undefined && { template_body: readFileSync(template, 'utf8') }),
      ...(typeof body === 'object' && !containsUnknown(body) && { template_body: JSON.stringify(body) }),
      ...(policy !== undefined && { stack_policy_body: readFileSync(policy, 'utf8') }),
    };
  },

  async read(world, params) {
    const now = await readStack(world, params.stack_name, { withPolicy: params.stack_policy_body !== undefined });
    if (params.state === 'absent') return now && { ...now, imports_from: await importedFrom(world, now) };
    await validateNews(world, params, now);
    if (!now || !params.create_changeset || containsUnknown(params)) return now;
    const pending = await pendingChangeSet(world, params.stack_name, reviewName(params));
    return { ...now, change_set_id: pending?.ChangeSetId ?? null };
  },

  want: (params, now) => (params.state === 'present' ? fromParams(params, now) : undefined),

  *plan(now, want, params): Iterable<Step<Stack>> {
    if (!want) {
      if (now) yield* absence(now, params);
      return;
    }
    if (params.create_changeset) yield* reviewed(now, want, params);
    else if (now && isThere(now)) yield* changed(now, want, params);
    else yield* created(now, want, params);
  },

  moving: ['template', 'status', 'status_reason', 'resources', 'events', 'output', 'change_set_id'],

  removal: {
    // A stack goes by its own template, whatever has become of the file.
    resolve: async (_world, { template, template_body, template_url, stack_policy, ...params }) => params,
    id: ({ stack_id }) => stack_id,
    hangsOn: ({ imports_from }) => imports_from,
    holds: dataHeld,
  },

  result: stackResult,
});

function* absence(now: Stack, params: Params): Iterable<Step<Stack>> {
  const { stack_name, status } = now;
  if (status === 'DELETE_IN_PROGRESS') {
    yield steps.settling(now);
    return;
  }
  if (now.termination_protection && params.termination_protection !== false)
    throw new PlayError({
      code: 'stack-protected',
      message: `stack ${stack_name} is protected from deletion`,
      hint: 'termination_protection: false, with state: absent, takes the protection off first',
    });
  if (isBusy(now)) yield steps.settling(now);
  if (now.termination_protection) yield steps.protection(stack_name, false);
  yield steps.deletion(now, params, kept(now));
}

/** A stack that only waits for its first change set is not at work. */
const isBusy = ({ status }: Stack): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

/** What outlives the stack, for the title. */
function kept(now: Stack): string {
  const left = [...resourcesOf(sourceOf(now))].filter(([, { DeletionPolicy }]) => isRetained(DeletionPolicy));
  const names = left.map(([name, { Type }]) => `${name} (${Type})`);
  return names.length > 0 ? `, all but ${names.join(', ')}` : '';
}

function* created(now: Stack | undefined, want: Wanted<Stack>, params: Params): Iterable<Step<Stack>> {
  const { stack_name } = params;
  if (now && isBusy(now)) yield steps.settling(now);
  if (now && !/^(REVIEW|DELETE)_IN_PROGRESS$/.test(now.status))
    yield steps.deletion(now, params, `, which never stood (${now.status})`);
  yield steps.creation(want, params, parts(params, now));
  if (params.stack_policy_body !== undefined) yield steps.policySet(stack_name, want.stack_policy);
  if (params.termination_protection) yield steps.protection(stack_name, true);
}

/** `: 3 AWS::EC2::Subnet, AWS::EC2::VPC`. */
function parts(params: Params, now: Stack | undefined): string {
  const source = wantedSource(params, now);
  if (!source) return '';
  const types = new Map<string, number>();
  for (const { Type } of resourcesOf(source).values()) types.set(Type, (types.get(Type) ?? 0) + 1);
  return `: ${[...types].map(([type, count]) => (count > 1 ? `${count} ${type}` : type)).join(', ')}`;
}

function* changed(now: Stack, want: Wanted<Stack>, params: Params): Iterable<Step<Stack>> {
  const { stack_name } = params;
  if (isBusy(now)) yield steps.settling(now);
  if (now.status === 'UPDATE_ROLLBACK_FAILED') yield steps.rollbackContinued(now, params);
  const difference = differenceOf(now, want, params);
  const failed = /^(CREATE|UPDATE|IMPORT)_FAILED$/.test(now.status);
  const again = failed && difference.certain.length === 0 ? [`go on after ${now.status}`] : [];
  const certain = [...difference.certain, ...again];
  if (certain.length + difference.uncertain.length > 0)
    yield steps.update(now, want, params, { ...difference, certain });
  const { stack_policy_body: policy } = params;
  if (policy !== undefined && !sameStackPolicy(now.stack_policy, want.stack_policy))
    yield steps.policySet(stack_name, want.stack_policy);
  if (now.termination_protection !== want.termination_protection)
    yield steps.protection(stack_name, want.termination_protection as boolean);
}

function sameStackPolicy(now: unknown, want: unknown): boolean {
  const isDocument = (value: unknown): value is PolicyDocument => typeof value === 'object' && value !== null;
  return isDocument(now) && isDocument(want) ? samePolicy(now, want) : now === want;
}

function* reviewed(now: Stack | undefined, want: Wanted<Stack>, params: Params): Iterable<Step<Stack>> {
  const there = now && isThere(now) ? now : undefined;
  if (now?.change_set_id) return;
  if (there) {
    const { certain, uncertain } = differenceOf(there, want, params);
    if (certain.length + uncertain.length === 0) return;
  }
  yield steps.review(now, want, params, there !== undefined);
}
