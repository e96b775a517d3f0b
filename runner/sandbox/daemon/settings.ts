/** How a sandbox runs in the background. */
export interface DaemonSettings {
  /** How many times as fast as ours its time runs. */
  readonly speed: number;
  /** Minutes without use after which it ends; 0 for never. */
  readonly idleMinutes: number;
  /** What runs containers. */
  readonly engine: 'process' | 'docker';
}

export const defaultSettings: DaemonSettings = { speed: 60, idleMinutes: 60, engine: 'process' };

/** What the background process is started with. */
export interface DaemonArguments extends DaemonSettings {
  readonly folder: string;
}
