// node bench/big_playbooks.mjs KIND FOLDER COUNT [KEY=VALUE …]     e.g. tasks /tmp/big 10000 shape=mixed
//
// Writes playbooks of any size, the same text for the same arguments. Every function writes into `folder`, which it makes when it is
// not there, and returns { file, args, count }: the playbook, further arguments for the command (`-e @file`), and how many tasks
// `--list-tasks` shows of it. All of them run without any account, on Play and on Ansible.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Shapes of one task; `mixed` are four that depend on each other, so their number is one of four. */
const shapes = {
  debug: (i) => [`- name: Say ${i}`, '  ansible.builtin.debug:', `    msg: "task ${i} of {{ greeting }}"`],
  set_fact: (i) => [`- name: Set ${i}`, '  ansible.builtin.set_fact:', `    fact_${i}: "{{ greeting }} ${i}"`],
  command: (i) => [`- name: Run ${i}`, '  ansible.builtin.command: "true"', '  changed_when: false'],
  mixed: (i) => mixed[i % 4](i),
};

const mixed = [
  (i) => [`- name: Set ${i}`, '  ansible.builtin.set_fact:', `    fact_${i}: "{{ greeting }} ${i}"`],
  (i) => [
    `- name: Register ${i}`,
    '  ansible.builtin.debug:',
    `    msg: "{{ fact_${i - 1} | upper }}"`,
    `  register: result_${i}`,
    `  when: fact_${i - 1} is defined`,
  ],
  (i) => [
    `- name: Loop ${i}`,
    '  ansible.builtin.debug:',
    '    msg: "{{ item }} {{ prefix }}"',
    '  loop: [a, b, "{{ greeting }}"]',
    '  vars:',
    `    prefix: "{{ result_${i - 1}.msg }}"`,
    `  tags: [loops, part_${i % 10}]`,
  ],
  (i) => [
    '- name: Assert {{ greeting }}',
    '  ansible.builtin.assert:',
    '    that:',
    `      - result_${i - 2} is not failed`,
    `      - fact_${i - 3} | length > 1`,
    '    quiet: true',
    `  when: result_${i - 2} is not skipped`,
  ],
];

/** `count` tasks of one shape in one play, or in `roles` roles that share them evenly. */
export function tasks(folder, count, { shape = 'debug', roles: number = 0, strategy = 'linear' } = {}) {
  const lines = (from, to) => range(from, to).flatMap((i) => shapes[shape](i));
  const size = number > 0 ? Math.ceil(count / number / 4) * 4 : 0;
  const names = range(0, number).map((i) => `role_${i}`);
  names.forEach((name, i) => {
    write(folder, `roles/${name}/tasks/main.yml`, lines(i * size, Math.min(count, (i + 1) * size)));
  });
  const body = number > 0 ? list('roles', names) : ['  tasks:', ...indent(lines(0, count))];
  return playbook(folder, [...play(strategy), ...body], count);
}

/** One task that loops over `count` items: made by `range`, or each of them written down. */
export function loop(folder, count, { shape = 'debug', written = false, parallel = 0 } = {}) {
  const items = written ? `[${range(0, count).join(', ')}]` : `"{{ range(${count}) | list }}"`;
  const module = {
    debug: ['  ansible.builtin.debug:', '    msg: "item {{ item }}"'],
    set_fact: ['  ansible.builtin.set_fact:', '    last: "{{ item }}"'],
    command: ['  ansible.builtin.command: "true"', '  changed_when: false'],
  }[shape];
  const control = parallel > 0 ? ['  loop_control:', `    parallel: ${parallel}`] : [];
  const task = ['- name: Loop', ...module, `  loop: ${items}`, ...control];
  return playbook(folder, [...play(), '  tasks:', ...indent(task)], 1);
}

/**
 * `count` task files of `each` tasks, brought in by `import_tasks` or `include_tasks`; `looped` is one include_tasks in a loop over
 * all of them. Only what is imported is listed.
 */
export function includes(folder, count, { kind = 'import_tasks', each = 1, looped = false } = {}) {
  const files = range(0, count).map((i) => `parts/part_${i}.yml`);
  files.forEach((file, i) => {
    write(
      folder,
      file,
      range(0, each).flatMap((j) => shapes.debug(i * each + j)),
    );
  });
  const body = looped
    ? [
        '- name: Include them all',
        `  ansible.builtin.${kind}: "{{ item }}"`,
        '  loop:',
        ...files.map((file) => `    - ${file}`),
      ]
    : files.flatMap((file, i) => [`- name: Bring in ${i}`, `  ansible.builtin.${kind}: ${file}`]);
  const listed = looped ? 1 : kind === 'import_tasks' ? count * each : count;
  return playbook(folder, [...play(), '  tasks:', ...indent(body)], listed);
}

/** `count` roles of `each` tasks, with defaults and an argument specification; `same` uses one role that often, with other parameters. */
export function roles(folder, count, { each = 4, same = false, strategy = 'linear' } = {}) {
  for (const i of range(0, same ? 1 : count)) {
    const name = `role_${i}`;
    write(folder, `roles/${name}/defaults/main.yml`, [`${name}_port: ${8000 + (i % 1000)}`, `${name}_names: [a, b]`]);
    write(folder, `roles/${name}/meta/main.yml`, [
      'argument_specs:',
      '  main:',
      '    short_description: A role of a big playbook',
      '    options:',
      `      ${name}_port: { type: int, description: A port }`,
      `      ${name}_names: { type: list, elements: str, description: Names }`,
    ]);
    const lines = range(0, each).flatMap((j) => [
      `- name: Say ${j}`,
      '  ansible.builtin.debug:',
      `    msg: "{{ ${name}_names | join('-') }} {{ ${name}_port + ${j} }}"`,
    ]);
    write(folder, `roles/${name}/tasks/main.yml`, lines);
  }
  const uses = range(0, count).map((i) => (same ? `{ role: role_0, role_0_port: ${i} }` : `role_${i}`));
  return playbook(folder, [...play(strategy), ...list('roles', uses)], count * each);
}

const places = { group_vars: 'group_vars/all', vars_files: 'big', include_vars: 'big', extra: 'big', play: 'playbook' };

/**
 * About `bytes` of variables and two tasks that use some of them. `kind` says where they stand: `group_vars`, `vars_files`,
 * `include_vars`, `extra` (`-e @file`) or the `play` itself; `format` is yml or json; `templates` lets every tenth refer to another.
 */
export function vars(folder, bytes, { kind = 'group_vars', format = 'yml', templates = false } = {}) {
  const records = variables(bytes, templates);
  const file = `${places[kind]}.${format}`;
  const yaml = () => Object.entries(records).flatMap(([name, value]) => yamlOf(name, value));
  if (kind !== 'play') write(folder, file, format === 'json' ? [JSON.stringify(records)] : yaml());
  const header = {
    vars_files: ['  vars_files:', `    - ${file}`],
    play: ['  vars:', ...indent(kind === 'play' ? yaml() : [])],
  }[kind];
  const load = kind === 'include_vars' ? ['- name: Load', `  ansible.builtin.include_vars: ${file}`] : [];
  const names = Object.keys(records);
  const use = [
    '- name: Use',
    '  ansible.builtin.debug:',
    `    msg: "{{ ${names[0]}.name }} {{ ${names.at(-1)}.name }}"`,
  ];
  const count = load.length > 0 ? 2 : 1;
  return playbook(folder, [...play(), ...(header ?? []), '  tasks:', ...indent([...load, ...use])], count, [
    ...(kind === 'extra' ? ['-e', `@${join(folder, file)}`] : []),
  ]);
}

/** `count` variables of which each is a template of the one before it, and a task that uses the last. */
export function chain(folder, count) {
  const links = range(1, count).map((i) => `link_${i}: "{{ link_${i - 1} }}"`);
  const task = ['- name: Use', '  ansible.builtin.debug:', `    msg: "{{ link_${count - 1} }}"`];
  const body = ['  vars:', ...indent(['link_0: start', ...links]), '  tasks:', ...indent(task)];
  return playbook(folder, [...play(), ...body], 1);
}

/** A task whose text has `count` branches of an if statement. */
export function branches(folder, count) {
  const cases = range(1, count).map((i) => `{% elif number == ${i} %}branch ${i}`);
  const text = [`{% if number == 0 %}branch 0`, ...cases, '{% else %}none{% endif %}'];
  const lines = ['- name: Branch', '  ansible.builtin.debug:', '    msg: >-', ...text.map((line) => `      ${line}`)];
  const task = [...lines, '  vars:', `    number: ${count - 1}`];
  return playbook(folder, [...play(), '  tasks:', ...indent(task)], 1);
}

function variables(bytes, templates) {
  const records = {};
  // A record is written in about 200 characters in either format.
  for (const i of range(0, Math.max(2, Math.round(bytes / 200)))) {
    records[`record_${i}`] = {
      name: templates && i % 10 === 9 ? `{{ record_${i - 1}.name }}` : `name of ${i}`,
      enabled: i % 2 === 0,
      port: 1024 + i,
      tags: { owner: `team-${i % 17}`, stage: 'test' },
      addresses: range(0, 4).map((j) => `10.${i % 250}.${j}.0/24`),
    };
  }
  return records;
}

function yamlOf(name, { name: title, enabled, port, tags, addresses }) {
  return [
    `${name}:`,
    `  name: ${JSON.stringify(title)}`,
    `  enabled: ${enabled}`,
    `  port: ${port}`,
    '  tags:',
    ...Object.entries(tags).map(([key, value]) => `    ${key}: ${value}`),
    '  addresses:',
    ...addresses.map((address) => `    - ${address}`),
  ];
}

const play = (strategy = 'linear') => [
  '- name: Big',
  '  hosts: localhost',
  '  connection: local',
  '  gather_facts: false',
  ...(strategy === 'linear' ? [] : [`  strategy: ${strategy}`]),
];

const list = (name, items) => [`  ${name}:`, ...items.map((item) => `    - ${item}`)];

/** Every play has the variable `greeting`, beside it, so that a play's own `vars` stay free. */
function playbook(folder, lines, count, args = []) {
  write(folder, 'host_vars/localhost.yml', ['greeting: hello']);
  return { file: write(folder, 'playbook.yml', lines), args, count };
}

function write(folder, name, lines) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const indent = (lines) => lines.map((line) => `    ${line}`);

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

const kinds = { tasks, loop, includes, roles, vars, chain, branches };

if (process.argv[1]?.endsWith('big_playbooks.mjs')) {
  const [kind, folder, count, ...options] = process.argv.slice(2);
  if (!Object.hasOwn(kinds, kind ?? '') || !folder || !(Number(count) > 0)) {
    console.error(`usage: node bench/big_playbooks.mjs ${Object.keys(kinds).join('|')} FOLDER COUNT [KEY=VALUE …]`);
    process.exit(2);
  }
  const pairs = options.map((option) => option.split('=', 2));
  const read = (value) => (/^(true|false|\d+)$/.test(value) ? JSON.parse(value) : value);
  const { file, args } = kinds[kind](
    folder,
    Number(count),
    Object.fromEntries(pairs.map(([k, v]) => [k, read(v ?? 'true')])),
  );
  console.log([file, ...args].join(' '));
}
