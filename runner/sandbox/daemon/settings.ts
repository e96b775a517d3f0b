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

/** Containers take a second of real time to start, under load two or three: at full speed their health checks would be over before. */
const dockerSpeed = 10;

/** What was asked for, with defaults for the rest. */
export function settingsFor(wanted: Partial<DaemonSettings>): DaemonSettings {
  return { ...defaultSettings, ...(wanted.engine === 'docker' && { speed: dockerSpeed }), ...wanted };
}

/** What the background process is started with. */
export interface DaemonArguments extends DaemonSettings {
  readonly folder: string;
}
