import { fileAttributes, fileReplacement } from './file_attributes.ts';

/** How a file is edited; shared by `lineinfile`, `blockinfile` and `replace`. */
export const fileEditing = {
  backup: fileReplacement.backup,
  validate: fileReplacement.validate,
  unsafe_writes: fileReplacement.unsafe_writes,
  ...fileAttributes,
} as const;
