import { type Dict, dictEntries, dictGet, dictKeys, isDict } from '../template/values.ts';

/** Names under which containers are given secrets, whatever stands before: `DB_PASSWORD`, `githubToken`. */
const secretName =
  /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|(?:access|private|secret|encryption|signing)_?key|credentials?)$/i;

/** Says where a secret is, which is none. */
const reference = /^(?:arn:|[./~]|https?:\/\/[^@]*$)/;
const shortest = 6;

/**
 * What looks like a secret in the environment of containers, anywhere inside a value but in those parts that are known already: AWS
 * hands these values out to anybody who may look at a task definition, but they need not stand in logs as well.
 */
export function environmentSecrets(value: unknown, known: readonly unknown[] = none): readonly string[] {
  if (typeof value !== 'object' || value === null || known.includes(value)) return none;
  let found: string[] | undefined;
  const look = (name: unknown, each: unknown) => {
    if (typeof each !== 'object') return;
    const more = name === 'environment' ? secretsOf(each) : environmentSecrets(each, known);
    if (more.length === 0) return;
    found ??= [];
    for (const secret of more) found.push(secret);
  };
  if (Array.isArray(value)) for (const each of value) look(undefined, each);
  else if (isDict(value)) for (const name of dictKeys(value)) look(name, dictGet(value, name));
  return found ?? none;
}

const none: readonly string[] = [];

/** What looks like a secret among variables by their names, at any depth. */
export function namedSecrets(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => namedSecrets(name, each));
  if (isDict(value)) return dictEntries(value).flatMap(([key, each]) => namedSecrets(String(key), each));
  return isSecret(name, value) ? [value] : [];
}

/** Variables are a list of names and values, or a dict. */
function secretsOf(environment: unknown): string[] {
  const variables = Array.isArray(environment)
    ? environment.filter(isDict).map(named)
    : isDict(environment)
      ? dictEntries(environment)
      : [];
  return variables.filter(([name, value]) => isSecret(String(name), value)).map(([, value]) => String(value));
}

const named = (variable: Dict): [unknown, unknown] => [
  dictGet(variable, 'name') ?? dictGet(variable, 'Name'),
  dictGet(variable, 'value') ?? dictGet(variable, 'Value'),
];

function isSecret(name: string, value: unknown): value is string {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return typeof value === 'string' && value.length >= shortest && secretName.test(spaced) && !reference.test(value);
}
