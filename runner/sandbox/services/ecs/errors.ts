import { ServiceError } from '../../wire/errors.ts';

/** The caller's mistake, as ECS words most of them. */
export function clientError(message: string): ServiceError {
  return new ServiceError('ClientException', message);
}

/** A parameter that ECS does not take. */
export function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** An error by its code. */
export function failed(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}
