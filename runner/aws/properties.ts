import type { PropertySchema } from '../schema/schema.ts';

/** `tags` and `purge_tags`, alike in all modules whose resources carry tags. */
export const tagProperties = {
  tags: {
    type: 'object',
    aliases: ['resource_tags'],
    additionalProperties: { type: 'string', maxLength: 256 },
    description: 'Tags to hold. When left out, the tags that are there stay as they are.',
  },
  purge_tags: {
    type: 'boolean',
    default: true,
    description: 'Whether tags that are not listed under tags go away. Tags that AWS itself sets always stay.',
  },
} as const satisfies Record<string, PropertySchema>;

/** `state: present | absent`. */
export const stateProperty = {
  type: 'string',
  enum: ['present', 'absent'],
  default: 'present',
  description: 'Whether it shall be there or not.',
} as const satisfies PropertySchema;

/** An IPv4 network in CIDR notation. */
export const cidrPattern =
  '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)/(3[0-2]|[12]?\\d)$' as const;

/** An IPv4 network of a size that VPCs and subnets may have: /16 to /28. */
export const vpcCidrPattern =
  '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)/(1[6-9]|2[0-8])$' as const;

/** An IPv6 network in CIDR notation, as far as a pattern can tell. */
export const cidr6Pattern = '^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01]\\d|\\d?\\d)$' as const;
