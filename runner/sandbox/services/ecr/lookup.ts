import type { Context } from '../../context.ts';
import { type Page, page } from '../../page.ts';
import { ServiceError } from '../../wire/errors.ts';
import { ecrState, type RepositoryRecord } from './state.ts';

const longestName = 256;

/** A parameter outside what ECR declares for it. */
export function invalidParameter(parameter: string, rule: string): ServiceError {
  return new ServiceError(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${rule}'`,
  );
}

/** How a call names a repository. */
export interface RepositoryInput {
  readonly repositoryName?: string | undefined;
  readonly registryId?: string | undefined;
}

/** The repository that a call names, or `RepositoryNotFoundException`. */
export const repository = (context: Context, input: RepositoryInput): RepositoryRecord =>
  repositoryAmong(context.state(ecrState).repositories, context, input);

/** The one of these repositories of our account that a call names, or `RepositoryNotFoundException`. */
export function repositoryAmong<R>(repositories: ReadonlyMap<string, R>, context: Context, input: RepositoryInput): R {
  const name = requireRepositoryName(input.repositoryName);
  const registryId = input.registryId ?? context.account;
  const found = registryId === context.account ? repositories.get(name) : undefined;
  if (found) return found;
  throw new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

/** A name of 2 to 256 characters: words in lower case, joined by `.`, `_`, `-` and `/`. */
export function requireRepositoryName(name: string | undefined): string {
  const wanted = name ?? '';
  if (wanted.length < 2 || wanted.length > longestName) {
    throw invalidParameter('repositoryName', `must have length between 2 and ${longestName}`);
  }
  const pattern = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
  if (!new RegExp(`^${pattern}$`).test(wanted)) {
    throw invalidParameter('repositoryName', `must satisfy regular expression '${pattern}'`);
  }
  return wanted;
}

/** A page of a listing: up to 1000 at once, 100 when nothing is said. */
export function ecrPage<T>(
  items: readonly T[],
  {
    maxResults = 100,
    nextToken,
  }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): Page<T> {
  if (maxResults < 1 || maxResults > 1000) throw invalidParameter('maxResults', 'must be between 1 and 1000');
  return page(items, { size: maxResults, token: nextToken }, () =>
    invalidParameter('nextToken', 'must be a token of ours'),
  );
}
