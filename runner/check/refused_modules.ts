/** Modules that a playbook may use with Ansible and that Play leaves out, with what does their work here. */
export const refusedModuleGroups: readonly (readonly [names: string, instead: string])[] = [
  [
    `apk apt apt_key apt_repository deb822_repository debconf dnf dnf5 dpkg_selections easy_install gem homebrew npm package
     package_facts pacman pip rpm_key yarn yum yum_repository zypper`,
    'run the package manager with `command`, and say with `creates` or `changed_when` when there is nothing to do',
  ],
  [
    'runit service service_facts supervisorctl systemd systemd_service sysvinit',
    'run systemctl (or what the system has) with `command`, and say with `changed_when` when that is a change',
  ],
  [
    'authorized_key getent group htpasswd pamd user',
    'run useradd, groupadd, getent … with `command`, or edit the file with `lineinfile`; `stat` and `file` know owners',
  ],
  ['at cron cronvar', 'write the entry with `copy` or `lineinfile` to /etc/cron.d, or run crontab with `shell`'],
  [
    'filesystem lvg lvol mount parted sysctl swapfile',
    'run the program (mount, mkfs, sysctl …) with `command`; entries of /etc/fstab and /etc/sysctl.d are `lineinfile`',
  ],
  [
    'acl alternatives firewalld hostname iptables locale_gen modprobe nmcli seboolean selinux timezone ufw',
    'run the program of that name (or hostnamectl, timedatectl, iptables …) with `command`',
  ],
  ['reboot wait_for_connection', 'leave it out: Play runs on this machine, which is there as long as Play runs'],
  [
    'expect',
    'give the answers with `stdin` of `command` or `shell`, or use an option of the program that asks nothing',
  ],
  ['known_hosts', 'keep the line in ~/.ssh/known_hosts with `lineinfile`; `git` has `accept_newhostkey`'],
  ['synchronize rsync', 'use `copy`, which takes folders too, or run rsync with `command`'],
  ['fetch', 'use `copy` with `remote_src: true`: Play runs on this machine only'],
  ['hg subversion svn', 'run hg or svn with `command`; `git` is there'],
  ['archive', 'run tar or zip with `command` and `creates`'],
  ['ini_file toml_file xml', 'use `lineinfile`, `blockinfile`, `replace` or `template`'],
  [
    'validate_argument_spec',
    'write the specs in meta/argument_specs.yml of the role: they are checked before anything runs',
  ],
  [
    `docker_compose docker_compose_v2 docker_container docker_container_exec docker_container_info docker_host_info docker_network
     docker_prune docker_stack docker_swarm docker_volume`,
    'run docker with `command`; `docker_image` and `docker_login` are there',
  ],
  ['helm k8s k8s_info terraform', 'run helm, kubectl or terraform with `command`'],
  [
    'openssl_certificate openssl_csr openssl_dhparam openssl_pkcs12 openssl_privatekey x509_certificate',
    'run openssl with `command` and `creates`',
  ],
  [
    `acm_certificate autoscaling_group aws_s3 cloudfront_distribution cloudwatch_metric_alarm dynamodb_table ec2_ami
     ec2_asg ec2_eip ec2_instance ec2_instance_info ec2_key ec2_launch_template ec2_lc ec2_vol ec2_vpc_endpoint ec2_vpc_nat_gateway
     ec2_vpc_nat_gateway_info ecs_attribute ecs_tag ecs_task efs elasticache elb_classic_lb elb_network_lb elb_target iam_group
     iam_user kms_key lambda rds_instance route53 route53_zone s3_bucket s3_object s3_sync secretsmanager_secret sns sns_topic
     sqs_queue ssm_parameter sts_assume_role wafv2_web_acl`,
    'run the aws command with `command`, and keep its JSON with `register` and `from_json`',
  ],
  ['mail slack telegram', 'ask the service with `uri`, or run the program with `command`'],
  ['mysql_db mysql_user postgresql_db postgresql_query postgresql_user', 'run mysql or psql with `command`'],
];

const windows = 'Play runs on this machine and has no modules for Windows: use `command` or `shell`';

const instead: ReadonlyMap<string, string> = new Map(
  refusedModuleGroups.flatMap(([names, hint]) => names.split(/\s+/).map((name) => [name, hint] as const)),
);

/** Names in the table, without collections. */
export const refusedModules: readonly string[] = [...instead.keys()];

/** What to use instead of a module that Play leaves out; undefined for any other name. */
export function insteadOf(name: string): string | undefined {
  const short = name.split('.').at(-1)!;
  return instead.get(short) ?? (/^win_\w+$/.test(short) || /^ansible\.windows\./.test(name) ? windows : undefined);
}
