import { type Data, isRecord } from './data.ts';

/** Names of the resources that a value speaks of, by Ref, GetAtt or Sub. */
export function resourcesIn(value: Data | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt') return [String(Array.isArray(argument) ? argument[0] : argument).split('.')[0]!];
    if (name === 'Fn::Sub') return [...namesInText(argument), ...resourcesIn(argument)];
    return resourcesIn(argument);
  });
}

function namesInText(argument: Data): string[] {
  const text = Array.isArray(argument) ? argument[0] : argument;
  return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name!.trim().split('.')[0]!);
}
