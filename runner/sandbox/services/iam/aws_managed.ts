/** The document of an AWS managed policy as far as the sandbox knows it, by its name with path. */
export const awsManagedDocuments: ReadonlyMap<string, object | undefined> = new Map<string, object | undefined>([
  ['AdministratorAccess', allow('*')],
  [
    'service-role/AmazonECSTaskExecutionRolePolicy',
    allow([
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]),
  ],
  [
    'service-role/AWSLambdaBasicExecutionRole',
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  ],
  // These exist, and their documents, long and often changed by AWS, are not modelled.
  ...[
    'PowerUserAccess',
    'ReadOnlyAccess',
    'SecurityAudit',
    'job-function/ViewOnlyAccess',
    'AmazonEC2ContainerRegistryFullAccess',
    'AmazonEC2ContainerRegistryPowerUser',
    'AmazonEC2ContainerRegistryReadOnly',
    'AmazonEC2FullAccess',
    'AmazonEC2ReadOnlyAccess',
    'AmazonECS_FullAccess',
    'AmazonS3FullAccess',
    'AmazonS3ReadOnlyAccess',
    'AmazonSSMFullAccess',
    'AmazonSSMManagedInstanceCore',
    'AmazonSSMReadOnlyAccess',
    'AmazonVPCFullAccess',
    'AmazonVPCReadOnlyAccess',
    'AWSXRayDaemonWriteAccess',
    'AWSCloudFormationFullAccess',
    'CloudWatchAgentServerPolicy',
    'CloudWatchFullAccess',
    'CloudWatchLogsFullAccess',
    'CloudWatchLogsReadOnlyAccess',
    'CloudWatchReadOnlyAccess',
    'ElasticLoadBalancingFullAccess',
    'IAMFullAccess',
    'IAMReadOnlyAccess',
    'SecretsManagerReadWrite',
    'service-role/AmazonEC2ContainerServiceAutoscaleRole',
    'service-role/AmazonEC2ContainerServiceEventsRole',
    'service-role/AmazonEC2ContainerServiceforEC2Role',
    'service-role/AmazonEC2ContainerServiceRole',
    'service-role/AmazonECSInfrastructureRolePolicyForVolumes',
    'service-role/AWSCodeDeployRoleForECS',
    'service-role/AWSLambdaVPCAccessExecutionRole',
    'AWSCodeDeployRoleForECS',
    'aws-service-role/AmazonECSServiceRolePolicy',
    'aws-service-role/AWSElasticLoadBalancingServiceRolePolicy',
  ].map((name): [string, undefined] => [name, undefined]),
]);

function allow(Action: string | string[]): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}
