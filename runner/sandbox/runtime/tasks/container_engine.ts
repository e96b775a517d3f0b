import type { Address } from '../runtime.ts';

/** What to run as a container. */
export interface ContainerSpec {
  readonly taskArn: string;
  readonly name: string;
  /** What an engine with images runs. */
  readonly image: string;
  readonly command: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly containerPorts: readonly number[];
  /** The private port of every container port of the task, as its containers share one network. */
  readonly ports: ReadonlyMap<number, number>;
}

/** What an engine reports while a container runs. */
export interface ContainerEvents {
  line(text: string): void;
  /** Once, when nothing of it runs any more and its last line was told. */
  exit(code: number): void;
}

/** A container that runs. */
export interface RunningContainer {
  readonly pid: number;
  readonly ports: ReadonlyMap<number, Address>;
  /** Sends a signal: a name such as SIGTERM, or a number. */
  signal(name: string): void;
  /** Runs a command beside it and gives its exit code; one that takes too long fails. */
  run(command: readonly string[], timeoutMs: number): Promise<number>;
}

/** Runs containers: as processes of this machine, or by a real container engine. */
export interface ContainerEngine {
  /** Throws with a reason, in the words of DescribeTasks, when it cannot be started. */
  start(spec: ContainerSpec, events: ContainerEvents): Promise<RunningContainer>;
  /** Whether images must be described ones, whose files and commands are found on this machine. */
  readonly ownImagesOnly: boolean;
}
