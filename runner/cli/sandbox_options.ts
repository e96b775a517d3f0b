import { type ConnectedSandbox, type ConnectOptions, connectSandbox } from '../sandbox/connect.ts';
import { type Flags, usage } from './options.ts';

/** The project's sandbox, started when none runs. What is worth a line is printed on standard error. */
export async function connect(flags: Flags): Promise<ConnectedSandbox> {
  const sandbox = await connectSandbox(connectOptions(flags));
  for (const note of sandbox.notes) process.stderr.write(`play: ${note}\n`);
  return sandbox;
}

function connectOptions(flags: Flags): ConnectOptions {
  const speed = numberOf(flags, 'sandbox-speed');
  if (speed === 0) throw usage('--sandbox-speed 0 would stop the time', 'a number above 0');
  const engine = flags['sandbox-engine'];
  if (engine !== undefined && engine !== 'process' && engine !== 'docker')
    throw usage(`there is no engine ${engine}`, 'process or docker');
  const idleMinutes = numberOf(flags, 'sandbox-idle');
  return {
    ...(speed !== undefined && { speed }),
    ...(idleMinutes !== undefined && { idleMinutes }),
    ...(engine !== undefined && { engine }),
  };
}

function numberOf(flags: Flags, name: 'sandbox-speed' | 'sandbox-idle'): number | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw usage(`--${name} ${text} is not a number`, 'e.g. 60');
}
