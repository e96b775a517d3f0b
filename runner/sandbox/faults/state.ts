import { accountWide } from '../store.ts';
import type { FaultRecord } from './fault.ts';

/** The faults that are set, by name. */
export const faultState = accountWide('faults', (): Map<string, FaultRecord> => new Map());
