import type { ModuleSchema } from '../runner/schema/schema.ts';

/** Parameters of `wait_for`. */
export const waitForSchema = {
  collection: 'ansible.builtin',
  type: 'object',
  description:
    'Waits until a port, a file or a text in a file is there, or gone. Without either it waits for `timeout` seconds.',
  additionalProperties: false,
  properties: {
    host: { type: 'string', default: '127.0.0.1', description: 'Host name or address to connect to.' },
    port: { type: 'integer', minimum: 0, maximum: 65535, description: 'TCP port to look at.' },
    path: { type: 'string', description: 'File to look at instead of a port.' },
    state: {
      type: 'string',
      enum: ['absent', 'drained', 'present', 'started', 'stopped'],
      default: 'started',
      description:
        '`started`: the port accepts connections; `stopped`: it does not; `drained`: no connection to it is left; `present` and `absent`: of a file or text (of a port: as started and stopped).',
    },
    search_regex: { type: 'string', description: 'Regular expression the file, or what the port sends, must match.' },
    timeout: { type: 'integer', default: 300, minimum: 0, description: 'Seconds after which the task fails.' },
    connect_timeout: {
      type: 'integer',
      default: 5,
      minimum: 1,
      description: 'Seconds one attempt to connect may take.',
    },
    delay: { type: 'integer', default: 0, minimum: 0, description: 'Seconds to wait before the first look.' },
    sleep: { type: 'integer', default: 1, minimum: 0, description: 'Seconds between two looks.' },
    msg: { type: 'string', description: 'What to say when the time is up.' },
    active_connection_states: {
      type: 'array',
      items: { type: 'string' },
      default: ['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'SYN_RECV', 'SYN_SENT', 'TIME_WAIT'],
      description: 'TCP states that count as a connection for `drained`.',
    },
    exclude_hosts: {
      type: 'array',
      items: { type: 'string' },
      description: 'Peers whose connections do not count for `drained`.',
    },
  },
  mutually_exclusive: [['port', 'path']],
  examples: [
    { port: 8080, timeout: 10 },
    { path: '/tmp/ready', state: 'absent', sleep: 2 },
    { path: '/tmp/log', search_regex: 'started in \\d+ ms', msg: 'the app did not start' },
  ],
} as const satisfies ModuleSchema;
