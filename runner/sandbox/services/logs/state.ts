import { regional } from '../../store.ts';

/** One line of a log. */
export interface LogEventRecord {
  readonly eventId: string;
  /** Milliseconds since the epoch, as the writer said. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** A sequence of events from one source. */
export interface LogStreamRecord {
  readonly logStreamName: string;
  readonly arn: string;
  readonly creationTime: number;
  lastIngestionTime?: number | undefined;
  /** In the order of their timestamps. */
  readonly events: LogEventRecord[];
  /** How many events came before the first of these and are no longer kept. */
  dropped?: number;
}

/** A log group with its streams. */
export interface LogGroupRecord {
  readonly logGroupName: string;
  /** Without the `:*` at its end. */
  readonly arn: string;
  readonly creationTime: number;
  readonly logGroupClass: string;
  retentionInDays?: number | undefined;
  kmsKeyId?: string | undefined;
  deletionProtectionEnabled: boolean;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStreamRecord>;
}

/** The logs of a region. */
export interface LogsState {
  readonly groups: Map<string, LogGroupRecord>;
}

/** Where the logs of a region are kept. */
export const logsState = regional('logs', (): LogsState => ({ groups: new Map() }));
