import type { Data } from './data.ts';

/** What a template says of one of its parameters. */
export interface ParameterDeclaration {
  readonly Type?: string;
  readonly Default?: Data;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly Data[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
}

/** One resource of a template. */
export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: Data };
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly [attribute: string]: Data | undefined;
}

/** A template of CloudFormation as data, short forms spelled out (User guide: Template sections). */
export interface Template {
  readonly Description?: string;
  readonly Transform?: Data;
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Mappings?: { readonly [name: string]: Data };
  readonly Conditions?: { readonly [name: string]: Data };
  readonly Resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly Outputs?: { readonly [name: string]: Data };
}

/** Whether AWS keeps the value of a parameter to itself. */
export const isNoEcho = ({ NoEcho }: ParameterDeclaration): boolean => /^true$/i.test(String(NoEcho));

/** Whether a parameter is a list, written with commas. */
export const isListType = ({ Type = 'String' }: ParameterDeclaration): boolean =>
  /^(CommaDelimitedList|List<|AWS::SSM::Parameter::Value<(CommaDelimitedList|List<))/.test(Type);
