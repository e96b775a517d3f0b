import { CreateSecurityGroupCommand, DeleteSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2SecurityGroupSchema } from '../../../schemas/ec2_security_group.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { isOwned, ownerIn, ownTags } from '../../aws/ownership.ts';
import { wantedTags } from '../../aws/tags.ts';
import { listOf } from '../../aws/unknowns.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { unknown } from '../../template/values.ts';
import { resource, type Step, type StepContext, step, unlessGone, type Wanted } from '../module.ts';
import { interfacesInTheWay } from './ec2/in_the_way.ts';
import { onceLetGo } from './ec2/let_go.ts';
import { type GroupState, ruleSteps } from './ec2/security_group_changes.ts';
import { groupsNaming, letGoSteps, naming } from './ec2/security_group_circles.ts';
import { resolveSecurityGroup } from './ec2/security_group_names.ts';
import { findGroups, groupsNamed } from './ec2/security_group_read.ts';
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
      if (!now || peers(now).length === 0) return now;
      const users = (await groupsNaming(world, now)).filter((user) => isOwned(user.tags, owner));
      // Who is not named in turn goes before it anyway.
      const mutual = users.filter((user) => peers(now).includes(user.id));
      return { ...now, namedBy: mutual.map((user) => naming(user, now.id)) };
    },
    id: (now) => now.id,
    after: (now, gone) => ({ ...now, namedBy: (now.namedBy ?? []).filter((user) => !gone.has(user.id)) }),
    isById: true,
    hangsOn: (now) => [now.vpc_id, ...peers(now)],
    inTheWay: groupInTheWay,
    // The default group comes and goes with its VPC, whoever tagged it.
    tags: async (_world, now) => (now.name === 'default' ? undefined : now.tags),
  },
  *plan(now, want, params) {
    if (!want) {
      for (const user of now?.namedBy ?? []) yield* letGoSteps(user);
      if (now) yield step(`delete security group ${now.name} (${now.id})`, (world, at) => deleteGroup(world, now, at));
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

async function groupInTheWay(world: World, { id, vpc_id }: GroupState, going: ReadonlySet<string>): Promise<string[]> {
  const [interfaces, users] = await Promise.all([
    interfacesInTheWay(world, vpc_id, going, { group: id }),
    groupsNaming(world, { id, vpc_id }),
  ]);
  const names = users.map((user) => user.id).filter((user) => !going.has(user));
  return [...interfaces, ...names.map((name) => `security group ${name}, whose rules name it`)];
}

async function readGroup(world: World, { group_id, name, vpc_id }: Params): Promise<GroupState | undefined> {
  const named = () => (vpc_id && name ? groupsNamed(world, vpc_id, [name]) : findGroups(world, { 'group-name': name }));
  const [group] = group_id ? await findGroups(world, {}, group_id) : await named();
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
  const made = await createOnce(
    async () => {
      const { GroupId, SecurityGroupArn } = await onceEc2Knows(world, () => world.client(EC2Client).send(command));
      const owner_id = SecurityGroupArn?.split(':')[4];
      return { id: GroupId!, ...(owner_id && { owner_id }) };
    },
    async () => {
      const [found] = await groupsNamed(world, vpc_id, [name]);
      return found && { id: found.id, owner_id: found.owner_id };
    },
  );
  return {
    ...made,
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

async function deleteGroup(world: World, now: GroupState, context: StepContext<GroupState>): Promise<undefined> {
  const GroupId = now.id;
  const holding = {
    what: `security group ${GroupId}`,
    interfaces: { 'group-id': GroupId },
    others: () => groupInTheWay(world, now, new Set()),
    progress: context.progress,
  };
  await unlessGone(['InvalidGroup.NotFound', 'InvalidGroupId.NotFound'], context, () =>
    onceLetGo(world, holding, () => world.client(EC2Client).send(new DeleteSecurityGroupCommand({ GroupId }))),
  );
  return undefined;
}
