import type { Place } from '../../../diagnostics.ts';
import { called, type Deployment, type Made, origin, origins } from '../deployment.ts';
import { isInside, overlap, type Range, rangeOf } from '../ranges.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';

interface Located {
  readonly subnet: Made;
  readonly vpc: Made;
  readonly range: Range;
}

/** Subnets with a range that is written out, in a VPC of the playbook. */
function located(deployment: Deployment): readonly Located[] {
  return deployment.all('ec2_vpc_subnet').flatMap((subnet) => {
    const vpc = origin(subnet.params['vpc_id'], 'ec2_vpc_net');
    const range = rangeOf(subnet.params['cidr']);
    return vpc && range ? [{ subnet, vpc, range }] : [];
  });
}

/** The ranges of a VPC; none when one of them is not known. */
function rangesOf(vpc: Made): readonly Range[] {
  const written = vpc.params['cidr_block'];
  const ranges = Array.isArray(written) ? written.map(rangeOf) : [];
  return ranges.every((range) => range !== undefined) ? ranges : [];
}

/** Every subnet lies in its VPC. */
const subnetRange: AwsRule = {
  code: 'subnet-range',
  *find(deployment) {
    for (const { subnet, vpc, range } of located(deployment)) {
      const ranges = rangesOf(vpc);
      if (ranges.length === 0 || ranges.some((outer) => isInside(range, outer))) continue;
      yield {
        message: `the subnet ${range.text} is not inside its VPC`,
        hint: `its VPC has ${ranges.map(({ text }) => text).join(', ')}`,
        place: subnet.at('cidr'),
        related: [alsoAt(vpc, 'the range of the VPC', 'cidr_block')],
      };
    }
  },
};

/** No address is in two subnets. */
const subnetOverlap: AwsRule = {
  code: 'subnet-overlap',
  *find(deployment) {
    const all = located(deployment);
    for (const [index, { subnet, vpc, range }] of all.entries()) {
      const other = all
        .slice(0, index)
        .find((each) => each.vpc === vpc && each.range.text !== range.text && overlap(each.range, range));
      if (!other) continue;
      yield {
        message: `the subnets ${other.range.text} and ${range.text} overlap`,
        hint: 'make one smaller, or move it',
        place: subnet.at('cidr'),
        ...(other.subnet.site !== subnet.site && { related: [alsoAt(other.subnet, 'the other subnet', 'cidr')] }),
      };
    }
  },
};

/** A load balancer is in two zones at least, with one subnet in each. */
const zones: AwsRule = {
  code: 'one-subnet',
  *find(deployment) {
    for (const balancer of deployment.all('elb_application_lb')) {
      const subnets = origins(balancer.params['subnets'], 'ec2_vpc_subnet');
      const found = subnets?.map(({ params }) => params['az']);
      if (!subnets || !found?.every((zone) => typeof zone === 'string') || new Set(found).size > 1) continue;
      yield {
        message: `${theThing(balancer)} has subnets in one zone only, ${found[0]}`,
        hint: 'an application load balancer needs subnets in two zones at least',
        place: balancer.at('subnets'),
        related: [alsoAt(subnets.at(-1)!, 'the zone of its subnets', 'az')],
      };
    }
  },
};

const zoneTwice: AwsRule = {
  code: 'zone-twice',
  *find(deployment) {
    for (const balancer of deployment.all('elb_application_lb')) {
      const subnets = [...new Set(origins(balancer.params['subnets'], 'ec2_vpc_subnet') ?? [])];
      const zonesOf = subnets.map(({ params }) => params['az']);
      const again = subnets.find((subnet, index) => {
        const zone = subnet.params['az'];
        const first = zonesOf.indexOf(zone);
        return typeof zone === 'string' && first < index && subnets[first]!.params['cidr'] !== subnet.params['cidr'];
      });
      if (!again || new Set(zonesOf).size < 2) continue;
      yield {
        message: `${theThing(balancer)} has two subnets in the zone ${again.params['az']}`,
        hint: 'give it one subnet of each zone',
        place: balancer.at('subnets'),
        related: [alsoAt(again, `${called(again)} is the second one`, 'az')],
      };
    }
  },
};

/** Everything a service or a load balancer is put together from is in one VPC. */
const otherVpc: AwsRule = {
  code: 'other-vpc',
  *find(deployment) {
    for (const user of [...deployment.all('elb_application_lb'), ...deployment.all('ecs_service')]) {
      const parts = partsOf(user);
      const [first, ...rest] = parts;
      const stray = rest.find(({ vpc }) => first && areApart(first.vpc, vpc));
      if (!first || !stray) continue;
      yield {
        message: `${theThing(stray.made)} is in another VPC than ${theThing(first.made)}`,
        hint: 'take both from one VPC',
        place: stray.place,
        related: [alsoAt(stray.made, 'its VPC', 'vpc_id'), alsoAt(first.made, 'the other VPC', 'vpc_id')],
      };
    }
  },
};

interface Part {
  readonly made: Made;
  readonly vpc: Made;
  readonly place: Place;
}

/** The subnets and security groups of a service or a load balancer, with the VPC that each is in. */
function partsOf(user: Made): readonly Part[] {
  const inside = user.module === 'ecs_service' ? ['network_configuration'] : [];
  const holder = inside.reduce<unknown>((value, name) => (value as Made['params'] | undefined)?.[name], user.params);
  return (['subnets', 'security_groups'] as const).flatMap((name) => {
    const list = (holder as Made['params'] | undefined)?.[name];
    if (!Array.isArray(list)) return [];
    return list.flatMap((value, index): Part[] => {
      const made = origin(value, name === 'subnets' ? 'ec2_vpc_subnet' : 'ec2_security_group');
      const vpc = origin(made?.params['vpc_id'], 'ec2_vpc_net');
      return made && vpc ? [{ made, vpc, place: user.at(...inside, name, index) }] : [];
    });
  });
}

/** Two tasks may see to one VPC; with two names they do not. */
const areApart = (a: Made, b: Made): boolean =>
  a !== b &&
  typeof a.params['name'] === 'string' &&
  typeof b.params['name'] === 'string' &&
  a.params['name'] !== b.params['name'];

/** Rules on where subnets and what is in them are. */
export const subnetRules: readonly AwsRule[] = [subnetRange, subnetOverlap, zones, zoneTwice, otherVpc];
