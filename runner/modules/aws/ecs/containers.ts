import { Unknown } from '../../../template/values.ts';

/** Data with the keys of the API, as a playbook or AWS writes it; parts may be unknown. */
export type Data = Readonly<Record<string, unknown>>;

/**
 * A container definition in one form for what AWS answers and what a playbook says: what AWS assumes filled in, what
 * means nothing left out, lists whose order means nothing sorted, numbers as numbers and text as text.
 */
export function normaliseContainer(container: Data, networkMode: unknown): Record<string, unknown> {
  const entries = Object.entries(container).map(
    ([key, value]) => [key, normaliseKey(key, value, networkMode)] as const,
  );
  return { ...assumed, ...Object.fromEntries(entries.filter(([, value]) => !isNothing(value))) };
}

/** What AWS answers where nothing was said. */
const assumed = {
  cpu: 0,
  essential: true,
  portMappings: [],
  environment: [],
  mountPoints: [],
  volumesFrom: [],
  systemControls: [],
} as const;

function normaliseKey(key: string, value: unknown, networkMode: unknown): unknown {
  if (value instanceof Unknown || value === null || value === undefined) return value;
  if (key === 'portMappings') return eachOf(value, (mapping) => normalisePort(mapping, networkMode), portKey);
  const rule = rules[key];
  return rule ? rule(value) : value;
}

type Rule = (value: unknown) => unknown;

const number: Rule = (value) => (value instanceof Unknown ? value : Number(value));
const text: Rule = (value) => (value instanceof Unknown ? value : String(value));
const unlessFalse: Rule = (value) => (value === false ? null : value);
const textSet: Rule = (value) => (Array.isArray(value) ? value.map(text).sort() : value);
const textList: Rule = (value) => (Array.isArray(value) ? value.map(text) : value);
const textByName: Rule = (value) => mapObject(value, text);
/** Log drivers and routers write `true` where a template, as in Python, gives `True`. */
const optionByName: Rule = (value) =>
  mapObject(value, (each) => (each === 'True' || each === 'False' ? each.toLowerCase() : text(each)));
const setBy =
  (key: string, change: (item: Data) => Data = (item) => item): Rule =>
  (value) =>
    eachOf(value, change, (item) => String(item[key]));

const rules: Readonly<Record<string, Rule>> = {
  cpu: number,
  memory: number,
  memoryReservation: number,
  startTimeout: number,
  stopTimeout: number,
  user: text,
  disableNetworking: unlessFalse,
  interactive: unlessFalse,
  privileged: unlessFalse,
  pseudoTerminal: unlessFalse,
  readonlyRootFilesystem: unlessFalse,
  versionConsistency: (value) => (value === 'enabled' ? null : value),
  links: textSet,
  dockerSecurityOptions: textSet,
  command: textList,
  entryPoint: textList,
  dnsServers: textList,
  dnsSearchDomains: textList,
  dockerLabels: textByName,
  environment: setBy('name', ({ name, value = '' }) => ({ name, value: text(value) })),
  environmentFiles: (value) => eachOf(value, ({ value: file, type = 's3' }) => ({ value: file, type })),
  secrets: setBy('name'),
  mountPoints: setBy('containerPath', ({ readOnly = false, ...mount }) => ({ ...prune(mount), readOnly })),
  volumesFrom: setBy('sourceContainer', ({ readOnly = false, ...from }) => ({ ...prune(from), readOnly })),
  dependsOn: setBy('containerName', ({ containerName, condition }) => ({
    containerName,
    condition: String(condition).toUpperCase(),
  })),
  extraHosts: setBy('hostname'),
  ulimits: setBy('name', ({ name, softLimit, hardLimit }) => ({
    name,
    softLimit: number(softLimit),
    hardLimit: number(hardLimit),
  })),
  systemControls: setBy('namespace', ({ namespace, value }) => ({ namespace, value: text(value) })),
  resourceRequirements: setBy('type', ({ type, value }) => ({ type, value: text(value) })),
  logConfiguration: (value) => prune(normaliseLog(value as Data)),
  firelensConfiguration: (value) => prune({ ...(value as Data), options: optionByName((value as Data)['options']) }),
  healthCheck: (value) => normaliseHealthCheck(value as Data),
  restartPolicy: (value) => normaliseRestart(value as Data),
  linuxParameters: (value) => prune(normaliseLinux(value as Data)),
};

function normalisePort(mapping: Data, networkMode: unknown): Data {
  const { containerPort, hostPort, protocol = 'tcp', ...rest } = mapping;
  const inner = containerPort === undefined ? undefined : number(containerPort);
  const shared = networkMode === 'awsvpc' || networkMode === 'host';
  const outer = hostPort === undefined || hostPort === null ? (shared ? inner : 0) : number(hostPort);
  const ports = inner === undefined ? {} : { containerPort: inner, hostPort: outer };
  return { ...prune(rest), ...ports, protocol };
}

const portKey = ({ containerPort, containerPortRange, protocol }: Data): string =>
  `${String(containerPort ?? containerPortRange).padStart(5, '0')}/${String(protocol)}`;

function normaliseLog({ options, secretOptions, ...log }: Data): Data {
  return { ...log, options: optionByName(options), secretOptions: setBy('name')(secretOptions) };
}

function normaliseHealthCheck({ command, interval = 30, timeout = 5, retries = 3, startPeriod = 0 }: Data): Data {
  return {
    command: textList(command),
    interval: number(interval),
    timeout: number(timeout),
    retries: number(retries),
    ...(number(startPeriod) !== 0 && { startPeriod: number(startPeriod) }),
  };
}

function normaliseRestart({ enabled, ignoredExitCodes, restartAttemptPeriod = 300 }: Data): Data | null {
  if (enabled === false) return null;
  const codes = Array.isArray(ignoredExitCodes) ? ignoredExitCodes.map(Number).sort((a, b) => a - b) : [];
  return {
    enabled,
    restartAttemptPeriod: number(restartAttemptPeriod),
    ...(codes.length > 0 && { ignoredExitCodes: codes }),
  };
}

function normaliseLinux({ capabilities, devices, tmpfs, initProcessEnabled, ...rest }: Data): Data {
  const { add, drop } = (capabilities ?? {}) as Data;
  return {
    ...mapObject(rest, number),
    capabilities: prune({ add: textSet(add), drop: textSet(drop) }),
    devices: eachOf(
      devices,
      ({ permissions, ...device }) => ({ ...device, permissions: textSet(permissions) }),
      byText,
    ),
    tmpfs: eachOf(
      tmpfs,
      ({ mountOptions, size, ...mount }) => ({ ...mount, size: number(size), mountOptions: textSet(mountOptions) }),
      byText,
    ),
    initProcessEnabled: unlessFalse(initProcessEnabled),
  };
}

const byText = (value: Data): string => JSON.stringify(value);

/** Changes each item of a list and sorts it by `key`, where one is given; what is not known passes unchanged. */
function eachOf(list: unknown, change: (item: Data) => Data, key?: (item: Data) => string): unknown {
  if (!Array.isArray(list)) return list;
  const items = list.map((item) => (item instanceof Unknown ? item : prune(change(item as Data), false)));
  return key ? items.sort((a, b) => (key(a as Data) < key(b as Data) ? -1 : 1)) : items;
}

function mapObject(value: unknown, change: Rule): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, each]) => [key, change(each)]));
}

/** Leaves out what says nothing; with `deep` false only what is not there at all. */
export function prune(value: Data, deep = true): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => (deep ? !isNothing(each) : each !== undefined && each !== null)),
  );
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (value instanceof Unknown || typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
