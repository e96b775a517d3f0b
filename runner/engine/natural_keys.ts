import { type Dict, dictGet } from '../template/values.ts';

type Label = (item: Dict) => string | undefined;

/** The field as text; nothing where the item has none. An ARN by its last part, which tells enough among its like. */
const one =
  (name: string): Label =>
  (item) => {
    const value = dictGet(item, name);
    if (value === undefined || value === null || value === '') return undefined;
    return String(value).replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, '');
  };

/** The first of the fields that the item has. */
const any =
  (...names: string[]): Label =>
  (item) => {
    for (const name of names) {
      const text = one(name)(item);
      if (text !== undefined) return text;
    }
    return undefined;
  };

/** All of the fields. */
const all =
  (separator: string, ...names: string[]): Label =>
  (item) => {
    const texts = names.map((name) => one(name)(item));
    return texts.includes(undefined) ? undefined : texts.join(separator);
  };

/** `tcp/80 0.0.0.0/0`: what AWS takes for one and the same rule of a security group. */
const securityRule: Label = (item) => {
  const [protocol, from, to, source] = ['ip_protocol', 'from_port', 'to_port', 'source'].map((name) => one(name)(item));
  if (protocol === undefined || source === undefined) return undefined;
  const ports = from === undefined ? '' : from === to ? `/${from}` : `/${from}-${to}`;
  return `${protocol === '-1' ? 'all' : protocol}${ports} ${source}`;
};

const association: Label = (item) => (dictGet(item, 'main') === true ? 'main' : one('subnet_id')(item));

/** What tells one thing of a list from the others, the most telling first. */
const labels: readonly Label[] = [
  securityRule,
  one('Sid'),
  any('name', 'Name', 'key', 'Key'),
  any('priority', 'Priority', 'rulePriority'),
  one('containerPath'),
  any('targetGroupArn', 'TargetGroupArn', 'loadBalancerName'),
  all('/', 'containerPort', 'protocol'),
  all('/', 'containerPortRange', 'protocol'),
  all(':', 'Id', 'Port'),
  any('port', 'Port'),
  any('destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id', 'dest'),
  association,
  any('cidr_block', 'ipv6_cidr_block', 'cidr'),
  one('Field'),
  one('capacityProvider'),
  one('registryArn'),
  any('sourceContainer', 'containerName', 'hostname', 'namespace'),
  any('id', 'Id'),
  any('type', 'Type'),
];

/** The way to tell the things of two lists apart; undefined where nothing does, or where two of a list are told alike. */
export function naturalKey(before: readonly Dict[], after: readonly Dict[]): ((item: Dict) => string) | undefined {
  const found = labels.find((label) => tells(label, before) && tells(label, after));
  return found && ((item) => found(item)!);
}

function tells(label: Label, items: readonly Dict[]): boolean {
  const texts = items.map(label);
  return !texts.includes(undefined) && new Set(texts).size === items.length;
}
