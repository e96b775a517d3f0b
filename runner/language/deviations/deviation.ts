/** A difference from Ansible that is meant. Each is shown by a test: `deviations.test.ts` runs it, or names the test that does. */
export interface Deviation {
  /** What Ansible does. */
  readonly ansible: string;
  /** What Play does instead. */
  readonly play: string;
  readonly why: string;
}

export type Deviations = Readonly<Record<string, Deviation>>;
