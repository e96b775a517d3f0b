// The clients that Play uses, with the region and the credentials given: nothing is looked up.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const config = {
  region: 'eu-west-1',
  endpoint: process.env.AWS_ENDPOINT_URL,
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
  },
};

export const ec2 = new EC2Client(config);
export const ecr = new ECRClient(config);
export const ecs = new ECSClient(config);
export const elb = new ElasticLoadBalancingV2Client(config);
export const iam = new IAMClient(config);
export const logs = new CloudWatchLogsClient(config);

export const app = 'ans-time-app';
export const names = {
  repository: 'engagetech',
  role: 'AnsECSTaskExecRole',
  policy: `${app}-execution`,
  balancerGroup: 'lb-sec-group',
  containerGroup: 'container-sec-group',
  cluster: 'AnsCluster',
  logGroup: 'timeapp_cl_log_group',
  targetGroup: 'ans-timeapp-target-group',
  balancer: `${app}-lb`,
  service: `${app}-services`,
};
