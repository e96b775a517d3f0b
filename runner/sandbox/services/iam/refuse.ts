import { ServiceError } from '../../wire/errors.ts';

/** Nothing of that name. */
export function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntityException', message, 404);
}

/** The name is taken. */
export function alreadyExists(message: string): ServiceError {
  return new ServiceError('EntityAlreadyExistsException', message, 409);
}

/** Something still hangs on what was to be deleted. */
export function deleteConflict(message: string): ServiceError {
  return new ServiceError('DeleteConflictException', message, 409);
}

/** A value that IAM's own rules refuse. */
export function invalidInput(message: string): ServiceError {
  return new ServiceError('InvalidInputException', message);
}

/** A quota of IAM. */
export function limitExceeded(message: string): ServiceError {
  return new ServiceError('LimitExceededException', message, 409);
}

/** A value outside what the API declares for its parameter. */
export function constraint(value: string, parameter: string, rule: string): ServiceError {
  return new ServiceError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: ${rule}`,
  );
}
