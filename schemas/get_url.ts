import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes, fileReplacement } from './parts/file_attributes.ts';

/** Parameters of `get_url`. */
export const getUrlSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Downloads a file, unless it is there already.',
  additionalProperties: false,
  required: ['url', 'dest'],
  properties: {
    url: {
      type: 'string',
      pattern: '^([Hh][Tt][Tt][Pp][Ss]?|[Ff][Ii][Ll][Ee])://',
      description: 'Address of the file: `http://`, `https://` or `file://`.',
    },
    dest: {
      type: 'string',
      description:
        'Where to. An existing folder takes the file under the name that the server or the address gives it.',
    },
    checksum: {
      type: 'string',
      default: '',
      pattern: '^$|^[A-Za-z0-9-]+:.+',
      description:
        'What the file must hash to: `sha256:` and the hash, or and the address of a list of hashes. A file that has it is not downloaded again.',
    },
    force: {
      type: 'boolean',
      default: false,
      description: 'Download even if the server says that the file here is as new as its own.',
    },
    headers: { type: 'object', additionalProperties: {}, default: {}, description: 'Request headers.' },
    unredirected_headers: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Names of headers that are not sent to where a redirect points.',
    },
    http_agent: { type: 'string', default: 'play-get-url', description: 'The `user-agent` header.' },
    timeout: {
      type: 'integer',
      default: 10,
      minimum: 1,
      description: 'Seconds of silence after which the download is given up.',
    },
    url_username: { type: 'string', aliases: ['username'], description: 'User name for basic authentication.' },
    url_password: {
      type: 'string',
      aliases: ['password'],
      secret: true,
      description: 'Password for basic authentication.',
    },
    force_basic_auth: {
      type: 'boolean',
      default: false,
      description: 'Send user name and password at once, without waiting to be asked (401).',
    },
    validate_certs: {
      type: 'boolean',
      default: true,
      description: 'Refuse a server whose certificate is not trusted.',
    },
    client_cert: { type: 'string', description: 'Client certificate (PEM); may hold the key too.' },
    client_key: { type: 'string', description: 'Key (PEM) of the client certificate.' },
    ciphers: { type: 'array', items: { type: 'string' }, description: 'TLS ciphers to offer, by their OpenSSL names.' },
    use_proxy: { type: 'boolean', default: true, description: 'Heed `http_proxy`, `https_proxy` and `no_proxy`.' },
    decompress: { type: 'boolean', default: true, description: 'Unpack an answer that came gzip-compressed.' },
    tmp_dest: {
      type: 'string',
      description: 'Accepted for playbooks that name it: the file is completed beside its destination.',
    },
    backup: fileReplacement.backup,
    unsafe_writes: fileReplacement.unsafe_writes,
    ...fileAttributes,
  },
  examples: [
    { url: 'http://127.0.0.1:8080/tool.tar.gz', dest: '/tmp/play/tool.tar.gz', mode: '0644' },
    {
      url: 'https://127.0.0.1:8443/tool',
      dest: '/tmp/play/tool',
      checksum: 'sha256:https://127.0.0.1:8443/SHA256SUMS',
      headers: { 'X-Request': 'example' },
      timeout: 30,
    },
    { url: 'file:///etc/hosts', dest: '/tmp/play/', force: true },
  ],
} as const satisfies ModuleSchema;
