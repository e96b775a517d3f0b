/** What facts are found out from, besides the machine itself. */
export interface FactSource {
  readonly environment: Readonly<Record<string, string>>;
  /** The time the facts stand for. */
  readonly now: Date;
  /** Folder with facts of the machine's own. */
  readonly factPath: string;
}

/** Facts by Ansible's short names, each found out when it is asked for. What this machine does not have is undefined. */
export type Facts = Readonly<Record<string, (source: FactSource) => unknown>>;
