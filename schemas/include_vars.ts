import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `include_vars`. */
export const includeVarsSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Loads variables from a YAML or JSON file, or from all such files of a folder.',
  additionalProperties: false,
  free_form: '_raw_params',
  properties: {
    _raw_params: { type: 'string', description: 'The file, written after the name of the module.' },
    file: {
      type: 'string',
      description: 'File to load; a relative path is looked up in `vars/` of the role, then beside the playbook.',
    },
    dir: { type: 'string', description: 'Folder whose files are loaded in alphabetical order, later ones winning.' },
    name: { type: 'string', description: 'Variable that takes all loaded values as one dictionary.' },
    depth: {
      type: 'integer',
      default: 0,
      minimum: 0,
      description: 'How many levels of folders to go down; 0 means all.',
    },
    files_matching: {
      type: 'string',
      description: 'Load only files of the folder whose name this regular expression matches.',
    },
    ignore_files: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Names of files in the folder to leave out.',
    },
    extensions: {
      type: 'array',
      items: { type: 'string' },
      default: ['json', 'yaml', 'yml'],
      description: 'Extensions of the files to load.',
    },
    ignore_unknown_extensions: {
      type: 'boolean',
      default: false,
      description: 'Leave out files of the folder that have another extension instead of failing.',
    },
    hash_behaviour: {
      type: 'string',
      enum: ['replace', 'merge'],
      default: 'replace',
      description: 'Whether a loaded dictionary replaces the variable of that name or is merged into it.',
    },
  },
  required_one_of: [['_raw_params', 'file', 'dir']],
  mutually_exclusive: [['_raw_params', 'file', 'dir']],
  examples: [
    { file: 'settings.yml' },
    { file: 'settings.yml', name: 'settings' },
    { dir: 'settings', depth: 1, files_matching: '^[a-z]', ignore_files: ['draft.yml'], extensions: ['yml'] },
  ],
} as const satisfies ModuleSchema;
