import type { Context } from './context.ts';
import type { Service } from './wire/service_shape.ts';

/** The services of the sandbox. Their behaviour, and with it their SDK package, is loaded by their first request. */
export const catalogue: readonly Service<Context>[] = [
  {
    name: 'sts',
    protocol: 'awsQuery',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    target: 'AWSSecurityTokenServiceV20110615',
    load: async () => (await import('./services/sts/sts.ts')).sts,
  },
  {
    name: 'ec2',
    protocol: 'ec2Query',
    version: '2016-11-15',
    xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    target: 'AmazonEC2',
    load: async () => (await import('./services/ec2/ec2.ts')).ec2,
  },
  {
    name: 'elasticloadbalancing',
    protocol: 'awsQuery',
    version: '2015-12-01',
    xmlns: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    target: 'ElasticLoadBalancing_v10',
    load: async () => (await import('./services/elbv2/elbv2.ts')).elbv2,
  },
  {
    name: 'logs',
    protocol: 'awsJson1_1',
    version: '2014-03-28',
    xmlns: 'http://monitoring.amazonaws.com/doc/2014-03-28/',
    target: 'Logs_20140328',
    load: async () => (await import('./services/logs/logs.ts')).logs,
  },
  {
    name: 'iam',
    protocol: 'awsQuery',
    version: '2010-05-08',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    target: 'AWSIdentityManagementV20100508',
    load: async () => (await import('./services/iam/iam.ts')).iam,
  },
  {
    name: 'ecr',
    protocol: 'awsJson1_1',
    version: '2015-09-21',
    xmlns: 'http://ecr.amazonaws.com/doc/2015-09-21/',
    target: 'AmazonEC2ContainerRegistry_V20150921',
    load: async () => (await import('./services/ecr/ecr.ts')).ecr,
  },
  {
    name: 'ecr-public',
    protocol: 'awsJson1_1',
    version: '2020-10-30',
    xmlns: 'http://ecr-public.amazonaws.com/doc/2020-12-02/',
    target: 'SpencerFrontendService',
    load: async () => (await import('./services/ecr_public/ecr_public.ts')).ecrPublic,
  },
  {
    name: 'ecs',
    protocol: 'awsJson1_1',
    version: '2014-11-13',
    xmlns: 'http://ecs.amazonaws.com/doc/2014-11-13/',
    target: 'AmazonEC2ContainerServiceV20141113',
    load: async () => (await import('./services/ecs/ecs.ts')).ecs,
  },
  {
    name: 'cloudformation',
    protocol: 'awsQuery',
    version: '2010-05-15',
    xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    target: 'CloudFormation_20100515',
    // Its resources are theirs, and go on by what they do between requests.
    needs: ['ec2', 'elasticloadbalancing', 'logs', 'iam', 'ecr', 'ecs'],
    load: async () => (await import('./services/cloudformation/cloudformation.ts')).cloudFormation,
  },
];
