import type { Runtime } from './runtime/runtime.ts';
import type { Slot } from './store.ts';

/** What a handler gets beside its input. */
export interface Context {
  /** The account number. */
  readonly account: string;
  /** The region the request was signed for. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly requestId: string;
  /** Processes and ports behind the model, in a living sandbox. */
  readonly runtime: Runtime | undefined;
  /** The sandbox's time. */
  now(): Date;
  /** A service's state in this region, or in the account: `context.state(ec2State).vpcs`. */
  state<T>(slot: Slot<T>): T;
  /** `arn:aws:ecs:eu-west-1:123456789012:cluster/app` from `('ecs', 'cluster/app')`. */
  arn(service: string, resource: string): string;
  /** Hexadecimal digits no other call gets, equal in equal runs. */
  hex(length: number): string;
  /** An id as EC2 makes them: `vpc-0` and 16 digits. */
  newId(prefix: string): string;
  /** A UUID, equal in equal runs. */
  uuid(): string;
}
