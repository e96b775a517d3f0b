import { errorTypeRegistries } from '@aws-sdk/client-ecr-public';
import { service } from '../../service.ts';
import { publicRegistryOperations } from './registry.ts';
import { publicRepositoryOperations } from './repository.ts';

/** Amazon Elastic Container Registry Public. */
export const ecrPublic = service(errorTypeRegistries, [...publicRegistryOperations, ...publicRepositoryOperations]);
