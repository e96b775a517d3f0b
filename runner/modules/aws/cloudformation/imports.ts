import { paginateListExports } from '@aws-sdk/client-cloudformation';
import type { World } from '../../../aws/world.ts';
import { type Data, isRecord } from './data.ts';
import type { Stack } from './stack.ts';
import { cloudFormation } from './stack_read.ts';

/** IDs of the stacks whose exports a stack imports: they cannot go before it. */
export async function importedFrom(world: World, { contents }: Pick<Stack, 'contents'>): Promise<string[]> {
  const names = new Set(importsIn(contents as Data));
  if (names.size === 0) return [];
  const ids = new Set<string>();
  for await (const { Exports = [] } of paginateListExports({ client: cloudFormation(world) }, {}))
    for (const { Name, ExportingStackId } of Exports) if (names.has(Name!)) ids.add(ExportingStackId!);
  return [...ids].sort();
}

/** Names of what is imported, as far as they are written out. */
function importsIn(value: Data | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(importsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) =>
    name === 'Fn::ImportValue' && typeof argument === 'string' ? [argument] : importsIn(argument),
  );
}
