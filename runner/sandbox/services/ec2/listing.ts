import { type Page, page } from '../../page.ts';
import { ServiceError } from '../../wire/errors.ts';
import { invalidValue } from './refuse.ts';

interface Asked {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page of an EC2 listing: 5 to 1000 at once, and never together with ids. */
export function ec2Page<T>(items: readonly T[], asked: Asked, ids?: readonly string[]): Page<T> {
  const { MaxResults: size, NextToken: token } = asked;
  if (size !== undefined && ids && ids.length > 0) {
    throw new ServiceError(
      'InvalidParameterCombination',
      'The parameter maxResults cannot be used with the parameter that names single resources',
    );
  }
  if (size !== undefined && (size < 5 || size > 1000)) {
    throw invalidValue(`Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`);
  }
  return page(
    items,
    { size: size ?? 1000, token: token === '' ? undefined : token },
    (bad) => new ServiceError('InvalidNextToken', `The token '${bad}' is invalid`),
  );
}
