import type { ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr';
import { invalidParameter } from './lookup.ts';
import type { RepositoryRecord } from './state.ts';

const settings = ['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'];

/** A setting and its exclusions, which only the settings that are named after them take. */
export function requireMutability(
  setting: string | undefined,
  filters: readonly ImageTagMutabilityExclusionFilter[] | undefined,
): Pick<RepositoryRecord, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'> {
  if (setting === undefined || !settings.includes(setting)) {
    throw invalidParameter('imageTagMutability', `Member must satisfy enum value set: [${settings.join(', ')}]`);
  }
  const hasFilters = filters !== undefined && filters.length > 0;
  if (setting.endsWith('_WITH_EXCLUSION') !== hasFilters) {
    throw invalidParameter(
      'imageTagMutabilityExclusionFilters',
      hasFilters ? 'must be left out unless exclusions are enabled' : 'must be given when exclusions are enabled',
    );
  }
  const exclusionFilters = (filters ?? []).map(({ filterType = 'WILDCARD', filter = '' }) => ({ filterType, filter }));
  return { imageTagMutability: setting, imageTagMutabilityExclusionFilters: exclusionFilters };
}

/** Whether a tag of this repository stays where it is once it points to an image. */
export function isImmutable(repository: RepositoryRecord, tag: string): boolean {
  const isExcluded = repository.imageTagMutabilityExclusionFilters.some(({ filter }) => matches(filter, tag));
  return repository.imageTagMutability.startsWith('IMMUTABLE') !== isExcluded;
}

function matches(pattern: string, tag: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
