/** The shape every AWS SDK client class shares, as far as we build them. */
export type ClientClass<C> = new (config: never) => C;

/** Where modules act: AWS, or the sandbox. One per set of connection parameters, shared by all tasks of a run. */
export interface World {
  readonly region: string;
  /** The one client of this class in this world: `world.client(EC2Client)`. */
  client<C>(Client: ClientClass<C>): C;
  /** Milliseconds on the world's clock. Waits go by it, so that tests hold it. */
  now(): number;
  /** Waits on the world's clock; ends early, with an error, on interrupt. */
  sleep(ms: number): Promise<void>;
  /** Lets everything be read again, where what was read before is remembered. */
  forget?(): void;
  /**
   * Whether it is known without a look that the thing with this id holds nothing of what the operation (`ec2:DescribeSubnets`) lists,
   * besides what AWS puts into it: this run made it and has put nothing in, or it is not there.
   */
  isEmpty?(id: string, listing: string): boolean;
}
