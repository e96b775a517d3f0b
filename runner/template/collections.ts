const collections = [
  'ansible.builtin.',
  'ansible.legacy.',
  'ansible.utils.',
  'ansible.netcommon.',
  'community.general.',
];

/** The name without its collection: `ansible.builtin.to_json` is `to_json`. */
export function shortName(name: string): string {
  const collection = collections.find((prefix) => name.startsWith(prefix));
  return collection ? name.slice(collection.length) : name;
}
