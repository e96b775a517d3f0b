import { errorTypeRegistries } from '@aws-sdk/client-ecr';
import { service } from '../../service.ts';
import { authorizationOperations } from './authorization.ts';
import { imageOperations } from './image.ts';
import { layerOperations } from './layers.ts';
import { ecrPolicyOperations } from './policies.ts';
import { repositoryOperations } from './repository.ts';
import { ecrTagOperations } from './tags.ts';

/** Amazon Elastic Container Registry, private. */
export const ecr = service(errorTypeRegistries, [
  ...repositoryOperations,
  ...ecrPolicyOperations,
  ...ecrTagOperations,
  ...imageOperations,
  ...layerOperations,
  ...authorizationOperations,
]);
