import { shortName } from './collections.ts';

type Group = readonly (readonly [names: string, instead: string])[];

const certificates = 'run openssl with `command` and read what it prints';
const aws = 'use an AWS module of that kind, or run the aws command with `command` and read its JSON with `from_json`';
const secrets = "run the store's own program with `lookup('pipe', …)`, or keep the secret in a vault file";

/** Filters, tests and lookups that a playbook may use with Ansible and that Play leaves out, with what does their work here. */
export const leftOut: Readonly<Record<'filter' | 'test' | 'lookup', Group>> = {
  filter: [
    [
      'from_xml to_xml parse_xml',
      'let a program write JSON and read it with `from_json`, or pick the text with `regex_search`',
    ],
    [
      'parse_cli parse_cli_textfsm jc',
      'let the program write JSON and read it with `from_json`, or pick parts with `regex_findall`',
    ],
    ['comp_type5 type5_pw hash_salt', 'use `password_hash`'],
    ['urlize', 'write the links with `regex_replace`'],
    ['vlan_expander vlan_parser', 'make the numbers with `range`, and text of them with `join`'],
    ['consolidate', 'merge the lists with `lists_mergeby` or `combine`'],
    ['param_list_compare', "take elements away with `reject('match', …)` or `difference`"],
    ['validate', 'state what must hold with `assert`'],
    [
      `openssl_csr_info openssl_privatekey_info openssl_publickey_info parse_serial split_pem to_serial x509_certificate_info
       x509_crl_info`,
      certificates,
    ],
    ['gpg_fingerprint', 'run gpg with `command`'],
    ['hashids_decode hashids_encode', 'use `to_uuid` or `hash` for names made of values'],
    ['json_diff json_patch json_patch_recipe', 'change data with `combine`, `remove_keys` and `replace_keys`'],
    ['to_prettytable', 'write the table with `{% for %}` and `format`'],
    ['reveal_ansible_type', 'use `type_debug`'],
    ['win_splitext win_expanduser', 'use `splitext`'],
    ['decrypt latest_version', secrets],
    ['k8s_config_resource_name', 'put the name together with `hash`'],
    [
      'get_public_suffix get_registrable_domain remove_public_suffix remove_registrable_domain',
      "cut the name with `split('.')`",
    ],
  ],
  test: [
    ['a_module', '`play doc --list` tells which modules there are'],
    ['ansible_type', 'use `type_debug`, or tests like `string` and `mapping`'],
    ['fqdn_valid', 'use `match` with a regular expression'],
    ['resolvable', "ask with `lookup('pipe', 'getent hosts NAME')`"],
    ['validate', 'state what must hold with `assert`'],
  ],
  lookup: [
    ['inventory_hostnames', "use `groups['NAME']`; there is one host, localhost"],
    ['aws_account_attribute aws_collection_constants aws_service_ip_ranges', aws],
    [
      'aws_secret secretsmanager_secret aws_ssm ssm_parameter credstash',
      "read it with `lookup('pipe', 'aws … --output text')`",
    ],
    [
      `bitwarden bitwarden_secrets_manager conjur_variable cyberarkpassword dsv hashi_vault keyring lastpass onepassword onepassword_doc
       onepassword_raw onepassword_ssh_key passwordstore revbitspss sops tss vault_ansible_settings vault_kv1_get vault_kv2_get
       vault_list vault_login vault_read vault_token_create vault_write github_app_access_token`,
      secrets,
    ],
    ['chef_databag consul_kv etcd etcd3 hiera manifold redis', "ask the service with `lookup('url', …)` or `uri`"],
    ['collection_version', 'Play has no collections: all its modules come with it'],
    ['dependent', 'nest loops with `include_tasks`, or build the list with `product` or `subelements`'],
    ['dig dnstxt lookup_as', "ask with `lookup('pipe', 'dig +short NAME')`"],
    ['filetree', 'use `fileglob` for one folder, or `find`; `copy` takes whole folders'],
    ['binary_file', "use `slurp`, or `lookup('file', …)` for text"],
    ['k8s kustomize', "run kubectl with `lookup('pipe', …)` or `command`"],
    ['lmdb_kv shelvefile mongodb', 'keep the data in a YAML or JSON file'],
    ['merge_variables', "merge what `lookup('varnames', …)` finds with `combine`"],
    ['random_pet random_words', 'use `random_string`'],
    ['validate', 'state what must hold with `assert`'],
  ],
};

/** What to use instead of a filter, test or lookup that Play leaves out; undefined for any other name. */
export function insteadOfPlugin(kind: string, name: string): string | undefined {
  if (!Object.hasOwn(leftOut, kind)) return undefined;
  const short = shortName(name).split('.').at(-1)!;
  return leftOut[kind as keyof typeof leftOut].find(([names]) => names.split(/\s+/).includes(short))?.[1];
}
