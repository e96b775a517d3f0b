import type { ModuleSchema } from '../runner/schema/schema.ts';
import { fileAttributes } from './parts/file_attributes.ts';

/** Parameters of `uri`. */
export const uriSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description: 'Sends an HTTP request and checks the answer.',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      description: 'Address to ask, `http://` or `https://`.',
      pattern: '^[Hh][Tt][Tt][Pp][Ss]?://',
    },
    method: { type: 'string', default: 'GET', description: 'Request method: GET, POST, PUT, DELETE …' },
    body: {
      description: 'What to send: text, or with `body_format` a value to encode.',
      anyOf: [{ type: 'string' }, {}],
    },
    body_format: {
      type: 'string',
      enum: ['raw', 'json', 'form-urlencoded', 'form-multipart'],
      default: 'raw',
      description: 'How to encode `body`; sets the content type unless `headers` does.',
    },
    src: { type: 'string', description: 'File whose content is sent instead of `body`.' },
    remote_src: {
      type: 'boolean',
      default: false,
      description: 'Take `src` as a path as it is, without looking into `files/`.',
    },
    headers: { type: 'object', additionalProperties: {}, default: {}, description: 'Request headers.' },
    status_code: {
      type: 'array',
      items: { type: 'integer' },
      default: [200],
      description: 'Status codes that mean success.',
    },
    return_content: {
      type: 'boolean',
      default: false,
      description: 'Return the body of the answer as `content`. JSON is returned as `json` in any case.',
    },
    url_username: { type: 'string', aliases: ['user'], description: 'User name for basic authentication.' },
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
    timeout: {
      type: 'integer',
      default: 30,
      minimum: 1,
      description: 'Seconds of silence after which the request is given up.',
    },
    follow_redirects: {
      anyOf: [{ type: 'string', enum: ['all', 'safe', 'none', 'urllib2', 'yes', 'no'] }, { type: 'boolean' }],
      default: 'safe',
      description: '`safe` follows redirects of GET and HEAD, `all` of every method, `none` never.',
    },
    validate_certs: {
      type: 'boolean',
      default: true,
      description: 'Refuse a server whose certificate is not trusted.',
    },
    ca_path: {
      type: 'string',
      description: 'File of certificate authorities (PEM) to trust instead of the built-in ones.',
    },
    client_cert: { type: 'string', description: 'Client certificate (PEM); may hold the key too.' },
    client_key: { type: 'string', description: 'Key (PEM) of the client certificate.' },
    unix_socket: { type: 'string', description: 'Unix socket to send the request through.' },
    use_proxy: { type: 'boolean', default: true, description: 'Heed `http_proxy`, `https_proxy` and `no_proxy`.' },
    http_agent: { type: 'string', default: 'play-uri', description: 'The `user-agent` header.' },
    decompress: { type: 'boolean', default: true, description: 'Unpack an answer that came gzip-compressed.' },
    force: { type: 'boolean', default: false, description: 'Ask caches on the way for a fresh answer.' },
    dest: { type: 'string', description: 'File or folder the body is written to.' },
    creates: { type: 'string', description: 'File or pattern: when something of that name exists, nothing is sent.' },
    removes: { type: 'string', description: 'File or pattern: when nothing of that name exists, nothing is sent.' },
    ...fileAttributes,
  },
  mutually_exclusive: [['body', 'src']],
  examples: [
    { url: 'http://127.0.0.1:8080/now', return_content: true },
    {
      url: 'http://127.0.0.1:8080/items',
      method: 'POST',
      body_format: 'json',
      body: { name: 'one' },
      headers: { 'X-Request': 'example' },
      status_code: [200, 201],
      timeout: 5,
    },
    { url: 'https://127.0.0.1:8443/file', dest: '/tmp/file', validate_certs: false, follow_redirects: 'none' },
  ],
} as const satisfies ModuleSchema;
