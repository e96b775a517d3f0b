import type { Tags } from './tags.ts';

/** Who makes things in this run. */
export interface Owner {
  /** The playbook's file name: moving or renaming a checkout changes nothing, renaming the file does. */
  readonly playbook: string;
  /** Play's own version. */
  readonly version: string;
}

const playbookTag = 'play:playbook';
const versionTag = 'play:version';

/** The tags that Play puts on what it creates, so that `--destroy` knows it again. */
export const ownershipTags = ({ playbook, version }: Owner): Record<string, string> => ({
  [playbookTag]: tagValue(playbook),
  [versionTag]: tagValue(version),
});

/** Whether the playbook made (or adopted) what bears these tags, with whatever version. */
export const isOwned = (tags: Tags | undefined, { playbook }: Owner): boolean =>
  tags?.[playbookTag] === tagValue(playbook);

/** The playbook that made what bears these tags; undefined when none did. */
export const ownerIn = (tags: Tags | undefined): string | undefined => tags?.[playbookTag];

/** Those of the tags by which Play knows what it made. */
export const ownTags = (tags: Tags | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => key.startsWith('play:')));

/** The tags without those by which Play knows what it made. */
export const withoutOwnTags = (tags: Tags | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !key.startsWith('play:')));

/** AWS takes letters, digits, spaces and `_ . : / = + - @` in the value of a tag, 256 of them. */
const tagValue = (text: string): string => text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
