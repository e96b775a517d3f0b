import { isDeepStrictEqual } from 'node:util';
import { describeTagChanges, diffTags } from '../../../aws/tags.ts';
import { PlayError } from '../../../diagnostics.ts';
import type { Wanted } from '../../module.ts';
import { type Data, sameData } from './data.ts';
import { changedTypes, describeChange, outputsOf, resourceChanges, type Source } from './resource_changes.ts';
import type { Params, Stack } from './stack.ts';
import { secretsGiven, sourceOf, wantedSource } from './stack_wanted.ts';
import type { Template } from './template.ts';

/** What an update is about, in words: what differs for certain, and what only AWS can tell whether it differs. */
export interface StackDifference {
  readonly certain: readonly string[];
  readonly uncertain: readonly string[];
}

/** Where a stack differs from what is asked for. Throws PlayError for what CloudFormation would refuse. */
export function differenceOf(now: Stack, want: Wanted<Stack>, params: Params): StackDifference {
  const source = wantedSource(params, now);
  const template = source ? inTemplate(now, source) : [];
  const tags = diffTags(now.tags, want.tags as Stack['tags']);
  return {
    certain: [
      ...template,
      ...(tags ? [`tag ${describeTagChanges(tags)}`] : []),
      ...(now.role_arn === want.role_arn ? [] : [`work on it as ${want.role_arn}`]),
      ...(isDeepStrictEqual(now.notification_arns, want.notification_arns) ? [] : ['change who is told of events']),
    ],
    uncertain: source ? doubts(now, source, params) : ['its template'],
  };
}

function inTemplate(now: Stack, want: Source): string[] {
  const before = sourceOf(now);
  const [other] = changedTypes(before, want);
  if (other !== undefined) throw otherType(now.stack_name, other);
  const outputs = changedOutputs(before, want);
  return [
    ...resourceChanges(before, want).map(describeChange),
    ...(outputs.length > 0 ? [`change output${outputs.length > 1 ? 's' : ''} ${outputs.join(', ')}`] : []),
  ];
}

const otherType = (stack: string, name: string): PlayError =>
  new PlayError({
    code: 'must-replace',
    message: `resource ${name} of stack ${stack} cannot become one of another type`,
    hint: 'give the new resource another name in the template',
  });

function changedOutputs(now: Source, want: Source): string[] {
  const [before, after] = [outputsOf(now), outputsOf(want)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => !sameData(parts(before.get(name)), parts(after.get(name))),
  );
}

/** What of an output is its value or changes who may import it. */
function parts(output: Data | undefined): Data | undefined {
  const { Value, Export } = (output ?? {}) as { Value?: Data; Export?: Data };
  return output === undefined ? undefined : [Value ?? null, Export ?? null];
}

/** Macros whose outcome the template alone decides. */
const steady = /^AWS::(Serverless-\d|LanguageExtensions|SecretsManager-\d|CodeDeployBlueGreen)/;

function doubts(now: Stack, { template }: Source, params: Params): string[] {
  const secrets = secretsGiven(params, template);
  const stored = Object.entries(template.Parameters ?? {}).filter(([, { Type = '' }]) => Type.startsWith('AWS::SSM::'));
  const nested = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::CloudFormation::Stack');
  return [
    ...secrets.map((name) => `the secret parameter ${name}`),
    ...stored.map(([name]) => `what the parameter ${name} refers to`),
    ...nested.map(([name]) => `the nested stack ${name}`),
    ...(isOpen(now.template, template) ? ['what its transforms make of it'] : []),
  ];
}

/** Whether macros may make something else of the template now. */
function isOpen(before: Template, { Transform, ...rest }: Template): boolean {
  const macros = Transform === undefined ? [] : [Transform].flat();
  if (JSON.stringify(rest).includes('"Fn::Transform"')) return true;
  if (macros.some((macro) => !steady.test(String(macro)))) return true;
  return macros.length > 0 && !sameData(before as unknown as Data, { Transform, ...rest } as unknown as Data);
}
