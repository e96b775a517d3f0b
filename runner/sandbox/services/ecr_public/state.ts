import { accountWide } from '../../store.ts';

/** A public repository. */
export interface PublicRepository {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly repositoryUri: string;
  readonly registryId: string;
  readonly createdAt: Date;
}

/** The account's public repositories, by name; there is one registry for all regions. */
export const ecrPublicState = accountWide('ecr-public', () => ({ repositories: new Map<string, PublicRepository>() }));
