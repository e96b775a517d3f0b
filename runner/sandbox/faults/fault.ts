/** Which calls are meant: a service by its signing name, an operation by a pattern, and perhaps only reads or writes. */
export interface Target {
  /** As it is written in the fault's name: `ec2:Describe*`, `writes`. */
  readonly text: string;
  readonly service: string;
  readonly operation: string;
  readonly only?: 'reads' | 'writes';
}

/** Something that goes wrong, or slowly, in the sandbox. Plain data: it is kept in the store like all state. */
export type Fault =
  /** The first calls, or those above a rate, are answered with the service's word for "too many". */
  | { readonly kind: 'throttle'; readonly target: Target; readonly first: number }
  | { readonly kind: 'throttle'; readonly target: Target; readonly perSecond: number }
  /** These calls (1 is the next one) take effect, and the connection breaks before their answer. */
  | { readonly kind: 'lose'; readonly target: Target; readonly calls: readonly number[] }
  | { readonly kind: 'delay'; readonly target: Target; readonly ms: number }
  /** Every call, or the first ones, are refused with this code. */
  | { readonly kind: 'refuse'; readonly target: Target; readonly code: string; readonly first?: number }
  /** These calls know nothing of what was written this short a time ago. */
  | { readonly kind: 'lag'; readonly target: Target; readonly ms: number }
  /** Tasks of an image, a family or a revision end by themselves, do not start, or fail their health checks. */
  | { readonly kind: 'crash'; readonly task: string; readonly exitCode: number; readonly afterSeconds: number }
  | { readonly kind: 'unstartable'; readonly task: string; readonly reason: string }
  | { readonly kind: 'unhealthy'; readonly task: string; readonly healthCheck: number | 'timeout' | 'container' }
  | { readonly kind: 'latency'; readonly profile: 'quick' | 'aws' };

/** A fault of certain calls. */
export type CallFault = Extract<Fault, { readonly target: Target }>;

/** A fault that was set, and what came of it so far. */
export interface FaultRecord<F extends Fault = Fault> {
  readonly fault: F;
  /** Matching calls since it was set. */
  seen: number;
  /** Calls that it changed. */
  met: number;
  /** Of a rate: what may still be sent, and when that was so. */
  bucket?: { left: number; at: number };
}

/** By this name a fault is listed and cleared; a new one of the same name takes the place of the old one. */
export function nameOf(fault: Fault): string {
  if (fault.kind === 'latency') return fault.kind;
  return `${fault.kind} ${'target' in fault ? fault.target.text : fault.task}`;
}

/** The fault as one writes it. */
export function textOf(fault: Fault): string {
  return [nameOf(fault), ...details(fault)].join(' ');
}

function details(fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'throttle':
      return ['perSecond' in fault ? `${fault.perSecond}/s` : String(fault.first)];
    case 'lose':
      return [fault.calls.join(',')];
    case 'delay':
    case 'lag':
      return [duration(fault.ms)];
    case 'refuse':
      return [fault.code, ...(fault.first === undefined ? [] : [String(fault.first)])];
    case 'crash':
      return [`exit=${fault.exitCode}`, `after=${duration(fault.afterSeconds * 1000)}`];
    case 'unstartable':
      return [fault.reason];
    case 'unhealthy':
      return [String(fault.healthCheck)];
    case 'latency':
      return [fault.profile];
  }
}

function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
