import { ServiceError } from '../../wire/errors.ts';

/** An error by its code, as Elastic Load Balancing answers it. */
export function failed(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}

/** A value that AWS does not take. */
export function invalid(message: string): ServiceError {
  return failed('ValidationError', message);
}

const MISSING = {
  LoadBalancerNotFound: 'One or more load balancers not found',
  TargetGroupNotFound: 'One or more target groups not found',
  ListenerNotFound: 'One or more listeners not found',
  RuleNotFound: 'One or more rules not found',
} as const;

/** A reference to what is not there. */
export function notFound(code: keyof typeof MISSING, message: string = MISSING[code]): ServiceError {
  return failed(code, message);
}
