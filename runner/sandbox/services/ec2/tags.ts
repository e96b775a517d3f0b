import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { invalidValue } from './refuse.ts';
import type { Ec2State } from './state.ts';

const maximumPerResource = 50;

/** The tags of a resource as EC2 lists them. */
export function tagList(state: Ec2State, id: string): Tag[] {
  return [...(state.tags.get(id) ?? [])].map(([Key, Value]) => ({ Key, Value }));
}

/** The tags that a create call gives to what it makes; refused are other resource types and bad tags. */
export function specifiedTags(specifications: TagSpecification[] | undefined, resourceType: string): Tag[] {
  const tags: Tag[] = [];
  for (const { ResourceType, Tags = [] } of specifications ?? []) {
    if (ResourceType === undefined) throw invalidValue('Tag specification resource type must have a value');
    if (ResourceType !== resourceType) {
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    }
    if (Tags.length === 0) throw invalidValue('Tag specification must have at least one tag');
    tags.push(...Tags);
  }
  const keys = tags.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidValue(`Duplicate tag key '${twice}' specified.`);
  requireValidTags(tags);
  if (tags.length > maximumPerResource) throw tooManyTags();
  return tags;
}

/** Adds tags to a resource, over those of the same keys. */
export function addTags(state: Ec2State, id: string, tags: readonly Tag[]): void {
  if (tags.length === 0) return;
  requireValidTags(tags);
  const merged = new Map(state.tags.get(id));
  for (const { Key = '', Value = '' } of tags) merged.set(Key, Value);
  if (merged.size > maximumPerResource) {
    throw tooManyTags();
  }
  state.tags.set(id, merged);
}

function tooManyTags(): ServiceError {
  return new ServiceError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}

function requireValidTags(tags: readonly Tag[]): void {
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '') throw invalidValue('Tag key cannot be null or empty.');
    if (/^aws:/i.test(Key)) throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    if (Key.length > 128) throw invalidValue(`Tag key exceeds the maximum length of 128 characters`);
    if (Value.length > 256) throw invalidValue(`Tag value exceeds the maximum length of 256 characters`);
  }
}
