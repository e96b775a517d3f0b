import { Fault } from '../python/types.ts';

type Parts = readonly (number | string)[];

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const names: Readonly<Record<string, string>> = {
  '=': '==',
  eq: '==',
  ne: '!=',
  '<>': '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Versions in the order of their numbers and letters: 2.9 before 2.10. */
export const compareLoose = (a: string, b: string): number => compareParts(looseParts(a), looseParts(b));

const kinds: Readonly<Record<string, (a: string, b: string) => number>> = {
  loose: compareLoose,
  strict: (a, b) => compareParts(strictParts(a), strictParts(b)),
  semver: compareSemantic,
  semantic: compareSemantic,
};

/** Whether `a operator b` holds for two versions: by their numbers and letters (loose), by three numbers (strict) or as semver. */
export function compareVersions(a: string, b: string, operator: string, kind: string): boolean {
  const known = names[operator] ?? operator;
  const holds = Object.hasOwn(operators, known) ? operators[known] : undefined;
  if (!holds)
    throw new Fault(`unknown operator '${operator}'`, {
      hint: `known: ${[...Object.keys(operators), ...Object.keys(names)].join(' ')}`,
    });
  const compare = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!compare) throw new Fault(`unknown version_type '${kind}'`, { hint: `known: ${Object.keys(kinds).join(', ')}` });
  if (a === '' || b === '') throw new Fault('an empty text is no version');
  return holds(compare(a, b));
}

const looseParts = (version: string): Parts =>
  (version.match(/\d+|[a-z]+|[^\d.a-z]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));

function compareParts(a: Parts, b: Parts): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (typeof left !== typeof right)
      throw new Fault(`the versions cannot be compared: '${left}' stands where the other has '${right}'`, {
        hint: "try version_type='semver'",
      });
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** Two or three numbers, and maybe an alpha or beta, which comes before the release. */
function strictParts(version: string): Parts {
  const [all, major, minor, patch, stage, number] = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(version) ?? [];
  if (all === undefined) throw new Fault(`'${version}' is no strict version`, { hint: 'like 1.2 or 1.2.3' });
  return [Number(major), Number(minor), Number(patch ?? 0), stage ?? 'c', Number(number ?? 0)];
}

function compareSemantic(a: string, b: string): number {
  const [left, right] = [semanticParts(a), semanticParts(b)];
  const order = compareParts(left.release, right.release);
  if (order !== 0) return order;
  if (left.stage.length === 0 || right.stage.length === 0) return right.stage.length - left.stage.length;
  for (const [index, part] of left.stage.entries()) {
    const other = right.stage[index];
    if (other === undefined) return 1;
    // A number comes before a word.
    if (typeof part !== typeof other) return typeof part === 'number' ? -1 : 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return left.stage.length - right.stage.length;
}

function semanticParts(version: string): { release: Parts; stage: Parts } {
  const [all, major, minor, patch, stage] =
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\da-z-]+(?:\.[\da-z-]+)*))?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i.exec(
      version,
    ) ?? [];
  if (all === undefined) throw new Fault(`'${version}' is no semantic version`, { hint: 'like 1.2.3 or 1.2.3-rc.1' });
  const parts = (stage ?? '').split('.').filter((part) => part !== '');
  return {
    release: [major, minor, patch].map(Number),
    stage: parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}
