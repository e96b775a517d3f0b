import { ServiceError } from '../../wire/errors.ts';

/** A value that EC2 does not take. */
export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}

/** Something still uses what was to be deleted. */
export function dependencyViolation(message: string): ServiceError {
  return new ServiceError('DependencyViolation', message);
}

/** A parameter that the SDK's types call optional and EC2 does not. */
export function requireParameter<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') {
    throw new ServiceError('MissingParameter', `The request must contain the parameter ${name}`);
  }
  return value;
}
