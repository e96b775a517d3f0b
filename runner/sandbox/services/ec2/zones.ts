import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { filtered } from './filters.ts';
import { onEc2 } from './operation.ts';
import { invalidValue } from './refuse.ts';
import { ec2State } from './state.ts';

interface Zone {
  readonly name: string;
  readonly id: string;
  readonly region: string;
}

/** Regions whose zone ids begin otherwise than by the general rule would still get unique ids, which is all that counts. */
const regions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Zones and regions. Every region has the zones a, b and c. */
export const zoneOperations = [
  onEc2(DescribeAvailabilityZonesCommand, (input, context) => {
    const all = zonesOf(context);
    for (const name of input.ZoneNames ?? []) {
      if (!all.some((zone) => zone.name === name)) throw invalidValue(`Invalid availability zone: [${name}]`);
    }
    for (const id of input.ZoneIds ?? []) {
      if (!all.some((zone) => zone.id === id)) throw invalidValue(`Invalid availability zone-id: [${id}]`);
    }
    const named = all.filter(
      ({ name, id }) => (input.ZoneNames?.includes(name) ?? true) && (input.ZoneIds?.includes(id) ?? true),
    );
    const zones = filtered(named, input.Filters, {
      state: context.state(ec2State),
      idOf: ({ id }) => id,
      fields: {
        'zone-name': ({ name }) => name,
        'zone-id': ({ id }) => id,
        'region-name': ({ region }) => region,
        state: () => 'available',
        'zone-type': () => 'availability-zone',
        'opt-in-status': () => 'opt-in-not-required',
        'group-name': ({ region }) => region,
      },
    });
    return { AvailabilityZones: zones.map(describeZone) };
  }),
  onEc2(DescribeRegionsCommand, (input, context) => {
    const names = [...new Set([...regions, context.region])].sort();
    for (const name of input.RegionNames ?? []) {
      if (!names.includes(name)) throw invalidValue(`Invalid region names: [${name}]`);
    }
    const wanted = filtered(
      names.filter((name) => input.RegionNames?.includes(name) ?? true),
      input.Filters,
      {
        state: context.state(ec2State),
        idOf: (name) => name,
        fields: {
          'region-name': (name) => name,
          endpoint: endpointOf,
          'opt-in-status': () => 'opt-in-not-required',
        },
      },
    );
    return {
      Regions: wanted.map((name) => ({
        RegionName: name,
        Endpoint: endpointOf(name),
        OptInStatus: 'opt-in-not-required',
      })),
    };
  }),
];

/** The zones of the request's region. */
export function zonesOf({ region }: Context): Zone[] {
  return ['a', 'b', 'c'].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${shortName(region)}-az${index + 1}`,
    region,
  }));
}

/** `eu-west-1` is `euw1` in the ids of its zones. */
function shortName(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  const letters = direction.replace(/^(north|south)(east|west)$/, (_, first: string, second: string) => {
    return `${first.charAt(0)}${second.charAt(0)}`;
  });
  return `${area}${letters.length === 2 ? letters : letters.charAt(0)}${number}`;
}

function endpointOf(region: string): string {
  return `ec2.${region}.amazonaws.com`;
}

function describeZone({ name, id, region }: Zone) {
  return {
    State: 'available' as const,
    OptInStatus: 'opt-in-not-required' as const,
    Messages: [],
    RegionName: region,
    ZoneName: name,
    ZoneId: id,
    GroupName: region,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
  };
}
