import { ServiceError } from '../../wire/errors.ts';

/** The caller's mistake; CloudFormation has hardly any other code. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

/** A stack that is not there. */
export function noSuchStack(name: string): ServiceError {
  return invalid(`Stack with id ${name} does not exist`);
}

/** What AWS has and the sandbox has not; named, so that nobody takes it for done. */
export function notModelled(what: string): ServiceError {
  return invalid(`the sandbox does not model ${what}`);
}
