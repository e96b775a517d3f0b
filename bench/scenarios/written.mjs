// Playbooks that are made for a measurement, and run by both sides from the same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const lines = (text) => `${text.join('\n')}\n`;

const header = (vars = []) => [
  '- name: Bench',
  '  hosts: localhost',
  '  connection: local',
  '  gather_facts: false',
  ...(vars.length > 0 ? ['  vars:', ...vars.map((line) => `    ${line}`)] : []),
  '  tasks:',
];

function playbook(folder, text) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'playbook.yml');
  writeFileSync(file, lines(text));
  return file;
}

const range = (count) => Array.from({ length: count }, (_, i) => i);

/** set_fact and debug in turn, each debug with what the set_fact before it has set. */
export function factsAndMessages(folder, count) {
  const pair = (i) => [
    `    - name: Set ${i}`,
    '      ansible.builtin.set_fact:',
    `        fact_${i}: "{{ ${i} + 1 }}"`,
    `    - name: Say ${i}`,
    '      ansible.builtin.debug:',
    `        msg: "it is {{ fact_${i} }}"`,
  ];
  return playbook(folder, [...header(), ...range(count / 2).flatMap(pair)]);
}

/** A loop over the pairs of `count` names and `count` ports, as loops are: with a label, a condition that half of them meet, and register. */
export function loopOfPairs(folder, count) {
  const vars = [`names: "{{ range(${count}) | map('regex_replace', '^', 'web-') | list }}"`];
  vars.push(`ports: "{{ range(8000, ${8000 + count}) | list }}"`);
  return playbook(folder, [
    ...header(vars),
    '    - name: Say where they listen',
    '      ansible.builtin.debug:',
    '        msg: "{{ item.0 }} listens on {{ item.1 }}"',
    '      loop: "{{ names | product(ports) | list }}"',
    '      loop_control:',
    '        label: "{{ item.0 }}:{{ item.1 }}"',
    '      when: item.1 is even',
    '      register: said',
  ]);
}

const stages = ['production', 'test', 'development'];

const serverVars = (count) => [
  'servers:',
  ...range(count).map((i) => {
    const rest = `stage: ${stages[i % 3]}, weight: ${(i % 7) + 1}, owner: { team: team-${i % 9} }`;
    return `  - { name: web-${i}, port: ${8000 + i}, ${rest} }`;
  }),
  'domain: example.com',
];

const template = `# {{ title | upper }}, made for {{ servers | length }} servers
{% for stage, members in servers | groupby('stage') %}
upstream {{ stage }} {
{% for server in members | sort(attribute='weight', reverse=true) %}
  server {{ server.name | lower | replace('-', '_') }}.{{ domain }}:{{ server.port }} weight={{ server.weight }}{{ ' backup' if loop.index is divisibleby 5 else '' }};
{% if server.owner.team is match('team-[0-4]') %}
  # {{ loop.index }}/{{ loop.length }} {{ server.owner.team | regex_replace('^team-(\\\\d+)$', 'T\\\\1') | default('nobody') }}
{% endif %}
{% endfor %}
}
{% endfor %}
{% set ports = servers | map(attribute='port') | list %}
ports: {{ ports | min }}-{{ ports | max }}, weights: {{ servers | map(attribute='weight') | sum }}
teams: {{ servers | map(attribute='owner.team') | unique | sort | join(', ') }}
{{ servers | selectattr('stage', 'equalto', 'production') | map(attribute='name') | list | to_nice_json }}
`;

/** A big template over many records, rendered again and again, and chains of filters over the same records. */
export function templates(folder, { servers = 300, files = 20, chains = 100 } = {}) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'templates/upstreams.conf.j2'), template);
  return playbook(folder, [
    ...header(serverVars(servers)),
    ...range(files).flatMap((i) => [
      `    - name: Render ${i}`,
      '      ansible.builtin.set_fact:',
      `        rendered_${i}: "{{ lookup('ansible.builtin.template', 'upstreams.conf.j2') }}"`,
      '      vars:',
      `        title: file ${i}`,
    ]),
    ...range(chains).flatMap((i) => [
      `    - name: Sift ${i}`,
      '      ansible.builtin.set_fact:',
      `        names_${i}: "{{ servers | selectattr('weight', 'gt', ${i % 6}) | map(attribute='name') | map('regex_replace', '^web', 'host') | list }}"`,
      `        stages_${i}: "{{ servers | groupby('stage') | map('first') | join('+') }} {{ servers | rejectattr('port', 'lt', ${8000 + i}) | list | length }}"`,
    ]),
    '    - name: Compare',
    '      ansible.builtin.debug:',
    `        msg: "{{ rendered_${files - 1} | hash('sha1') }} {{ names_${chains - 1} | length }} {{ stages_${chains - 1} }}"`,
  ]);
}
