// What is compared, and how each of it is called.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

export const project = resolve(import.meta.dirname, '..');

const say = (command, ...words) => {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** Play as it is built in a folder. */
export const playCommand = (build) => [process.execPath, join(build, 'play.js')];

/** Ansible as it is installed, or why nothing is measured of it. Its modules run on a Python that has boto3. */
export function findAnsible() {
  const version = say('ansible-playbook', '--version');
  if (version === undefined) return { missing: 'ansible-playbook is not on PATH (Debian: apt-get install ansible)' };
  const python = ['/usr/bin/python3', 'python3']
    .map((each) => say(each, '-c', 'import boto3, sys; print(sys.executable)'))
    .find((each) => each !== undefined);
  return {
    command: [
      'ansible-playbook',
      '-i',
      'localhost,',
      ...(python ? ['-e', `ansible_python_interpreter=${python}`] : []),
    ],
    version: /core ([\d.]+)/.exec(version)?.[1] ?? version.split('\n')[0],
    ...(python ? {} : { missingForAws: 'no python3 has boto3' }),
  };
}

/** What a run sees of our environment: nothing of the user's AWS, colours or options of node. */
export const bareEnvironment = () => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LANG: 'C.UTF-8',
  ...(process.env.ANSIBLE_PIPELINING && { ANSIBLE_PIPELINING: process.env.ANSIBLE_PIPELINING }),
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});
