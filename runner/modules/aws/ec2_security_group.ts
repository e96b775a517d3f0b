import { CreateSecurityGroupCommand, DeleteSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2SecurityGroupSchema } from '../../../schemas/ec2_security_group.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { isOwned, ownerIn, ownTags } from '../../aws/ownership.ts';
import { wantedTags } from '../../aws/tags.ts';
import { listOf } from '../../aws/unknowns.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { unknown } from '../../template/values.ts';
import { resource, type Step, type StepContext, step, type Wanted } from '../module.ts';
import { interfacesInTheWay } from './ec2/in_the_way.ts';
import { onceLetGo } from './ec2/let_go.ts';
import { type GroupState, ruleSteps } from './ec2/security_group_changes.ts';
import { groupsNaming, letGoSteps, naming } from './ec2/security_group_circles.ts';
import { resolveSecurityGroup } from './ec2/security_group_names.ts';
import { findGroups } from './ec2/security_group_read.ts';
import { groupResult } from './ec2/security_group_result.ts';
import { everythingOut, type SecurityRule } from './ec2/security_rule.ts';
import { wantedRules } from './ec2/security_rules_wanted.ts';
import { ec2TagSteps, onceEc2Knows, tagSpecifications } from './ec2/tags.ts';
import { fixedDifferences } from './fixed.ts';

type Params = Infer<typeof ec2SecurityGroupSchema>;

/** A security group, as the page of `amazon.aws.ec2_security_group` documents it. */
export const ec2SecurityGroup = resource({
  name: 'ec2_security_group',
  schema: ec2SecurityGroupSchema,
  identity: ['group_id', 'name', 'vpc_id'],
  resolve: resolveSecurityGroup,
  read: readGroup,
  want: wantedGroup,
  *replaces(now, _want, { description }) {
    // As with Ansible a group that was there before keeps the description it has, and a warning says so.
    if (ownerIn(now.tags) === undefined) return;
    yield* fixedDifferences(now, { description }, { description: 'description' });
  },
  removal: {
    async read(world, params, owner) {
      const now = await readGroup(world, params);
      const users = now && (await groupsNaming(world, now.id)).filter((user) => isOwned(user.tags, owner));
      return now && { ...now, namedBy: users!.map((user) => naming(user, now.id)) };
    },
    id: (now) => now.id,
    after: (now, gone) => ({ ...now, namedBy: (now.namedBy ?? []).filter((user) => !gone.has(user.id)) }),
    hangsOn: (now) => [now.vpc_id, ...peers(now)],
    inTheWay: groupInTheWay,
    // The default group comes and goes with its VPC, whoever tagged it.
    tags: async (_world, now) => (now.name === 'default' ? undefined : now.tags),
  },
  *plan(now, want, params) {
    if (!want) {
      for (const user of now?.namedBy ?? []) yield* letGoSteps(user);
      if (now)
        yield step(`delete security group ${now.name} (${now.id})`, (world, at) => deleteGroup(world, now.id, at));
      return;
    }
    if (now) yield* ec2TagSteps('security group', now, want);
    else yield step(`create security group ${want.name}`, (world) => createGroup(world, want));
    yield* neededGroups(params, want);
    yield* ruleSteps('ingress', now?.ingress ?? [], want.ingress as SecurityRule[]);
    yield* ruleSteps('egress', now?.egress ?? [everythingOut], want.egress as SecurityRule[]);
  },
  result: (group, { description }) => {
    const fixed =
      typeof description === 'string' && typeof group?.description === 'string' ? group.description : description;
    return {
      ...groupResult(group),
      ...(fixed !== description && {
        warnings: [`the description stays "${fixed}": AWS never lets it change; remove the group to make it anew`],
      }),
    };
  },
});

/** Groups that the rules of this one name: they cannot go before it, or before those rules. */
const peers = ({ ingress, egress }: GroupState): string[] =>
  [...ingress, ...egress]
    .filter(({ kind, source }) => kind === 'group_id' && source !== 'self')
    .map(({ source }) => String(source));

async function groupInTheWay(world: World, { id }: GroupState, going: ReadonlySet<string>): Promise<string[]> {
  const [interfaces, users] = await Promise.all([
    interfacesInTheWay(world, { 'group-id': id }, going),
    groupsNaming(world, id),
  ]);
  const names = users.map((user) => user.id).filter((user) => !going.has(user));
  return [...interfaces, ...names.map((name) => `security group ${name}, whose rules name it`)];
}

async function readGroup(world: World, { group_id, name, vpc_id }: Params): Promise<GroupState | undefined> {
  const [group] = group_id
    ? await findGroups(world, {}, group_id)
    : await findGroups(world, { 'group-name': name, 'vpc-id': vpc_id });
  return group && { ...group, made: {} };
}

function wantedGroup(params: Params, now: GroupState | undefined): Wanted<GroupState> | undefined {
  if (params.state === 'absent') return undefined;
  checkGroup(params, now);
  const { rules, rules_egress, purge_rules, purge_rules_egress, tags, purge_tags } = params;
  const group = { name: now?.name ?? params.name, id: now?.id };
  return {
    id: unknown,
    owner_id: unknown,
    vpc_id: params.vpc_id ?? unknown,
    name: params.name ?? unknown,
    description: params.description ?? unknown,
    ...now,
    ingress: wantedRules(rules, purge_rules, now?.ingress ?? [], group),
    egress: wantedRules(rules_egress, purge_rules_egress, now?.egress ?? [everythingOut], group),
    tags: wantedTags(now?.tags, tags, purge_tags),
    made: {},
  };
}

function checkGroup(params: Params, now: GroupState | undefined): void {
  const fail = (message: string, hint: string) => new PlayError({ code: 'security-group', message, hint });
  const { group_id, name, vpc_id, description } = params;
  if (!now && typeof group_id === 'string')
    throw fail(`there is no security group ${group_id}`, 'leave group_id out to make one by name');
  if (!now && group_id === undefined && description === undefined)
    throw fail(`description is needed to create the security group "${name}"`, 'say what it is for');
  if (now && typeof name === 'string' && name !== now.name)
    throw fail(`security group ${now.id} is named "${now.name}", not "${name}"`, 'AWS never lets the name change');
  if (now && typeof vpc_id === 'string' && vpc_id !== now.vpc_id)
    throw fail(`security group ${now.id} is in ${now.vpc_id}, not ${vpc_id}`, 'AWS never lets a group move');
}

async function createGroup(world: World, want: Wanted<GroupState>): Promise<Partial<GroupState>> {
  const { name, vpc_id, description } = want as GroupState;
  const command = new CreateSecurityGroupCommand({
    GroupName: name,
    Description: description,
    VpcId: vpc_id,
    TagSpecifications: tagSpecifications('security-group', want.tags),
  });
  const id = await createOnce(
    async () => (await onceEc2Knows(world, () => world.client(EC2Client).send(command))).GroupId!,
    async () => (await findGroups(world, { 'group-name': name, 'vpc-id': vpc_id }))[0]?.id,
  );
  return {
    id,
    name,
    vpc_id,
    description,
    tags: want.tags as Record<string, string>,
    ingress: [],
    egress: [everythingOut],
  };
}

/** Groups that rules name, that are not there, and that `group_desc` asks to make. */
function* neededGroups(params: Params, want: Wanted<GroupState>): Generator<Step<GroupState>> {
  const needed = new Map<string, string>();
  for (const rule of [...listOf(params.rules), ...listOf(params.rules_egress)])
    for (const name of listOf(rule.group_name))
      if (name !== params.name && rule.group_desc !== undefined) needed.set(name, rule.group_desc);
  for (const [name, description] of needed)
    yield step(`create security group ${name}, which a rule names`, async (world, { known }) => {
      const { id } = await createGroup(world, {
        ...want,
        name,
        description,
        tags: ownTags(want.tags as GroupState['tags']),
      });
      return { made: { ...known.made, [name]: id! } };
    });
}

async function deleteGroup(world: World, GroupId: string, { progress }: StepContext<GroupState>): Promise<undefined> {
  const holding = {
    what: `security group ${GroupId}`,
    interfaces: { 'group-id': GroupId },
    others: () => groupInTheWay(world, { id: GroupId } as GroupState, new Set()),
    progress,
  };
  await unlessMissing(['InvalidGroup.NotFound', 'InvalidGroupId.NotFound'], () =>
    onceLetGo(world, holding, () => world.client(EC2Client).send(new DeleteSecurityGroupCommand({ GroupId }))),
  );
  return undefined;
}
