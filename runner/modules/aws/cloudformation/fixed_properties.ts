/** Stands for all properties of a type. */
const all = '*';

/**
 * Properties by type whose change makes CloudFormation put a new resource in the place of the old one (Template reference: "Update
 * requires: Replacement"). A type that is not listed is said to be modified; what it comes to the change set tells.
 */
const fixed: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::EC2::Route':
    'RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId CarrierGatewayId',
  'AWS::EC2::RouteTable': 'VpcId',
  'AWS::EC2::SecurityGroup': 'GroupDescription GroupName VpcId',
  'AWS::EC2::SecurityGroupEgress':
    'CidrIp CidrIpv6 DestinationPrefixListId DestinationSecurityGroupId FromPort GroupId IpProtocol ToPort',
  'AWS::EC2::SecurityGroupIngress':
    'CidrIp CidrIpv6 FromPort GroupId GroupName IpProtocol SourcePrefixListId SourceSecurityGroupId SourceSecurityGroupName SourceSecurityGroupOwnerId ToPort',
  'AWS::EC2::Subnet': 'AvailabilityZone AvailabilityZoneId CidrBlock Ipv4IpamPoolId Ipv6Native OutpostArn VpcId',
  'AWS::EC2::SubnetRouteTableAssociation': 'SubnetId',
  'AWS::EC2::VPC': 'CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength',
  'AWS::EC2::VPCGatewayAttachment': 'VpcId',
  'AWS::ECR::Repository': 'EncryptionConfiguration RepositoryName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'Cluster LaunchType Role SchedulingStrategy ServiceName',
  'AWS::ECS::TaskDefinition': all,
  'AWS::ElasticLoadBalancingV2::Listener': 'LoadBalancerArn',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'ListenerArn',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name Scheme Type',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'IpAddressType Name Port Protocol ProtocolVersion TargetType VpcId',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName Path',
  'AWS::IAM::ManagedPolicy': 'Description ManagedPolicyName Path',
  'AWS::IAM::Role': 'Path RoleName',
  'AWS::Lambda::Function': 'FunctionName PackageType',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'FifoTopic TopicName',
  'AWS::SQS::Queue': 'FifoQueue QueueName',
};

/** Whether a resource of that type is replaced when the property changes. */
export function isFixed(type: string, property: string): boolean {
  const names = fixed[type];
  if (names === undefined || property === 'Tags') return false;
  return names === all || names.split(' ').includes(property);
}
