import { elbState } from '../../services/elbv2/state.ts';
import type { BalancerRuntime, RuntimeHost } from '../runtime.ts';
import { createDialer } from './dial.ts';
import { createGates } from './gates.ts';
import { createHealthChecks } from './health_checks.ts';
import { createLedger, type Ledger, ledgerKey } from './ledger.ts';
import { createRouting } from './routing.ts';
import { createTraffic } from './traffic.ts';

/** Between two looks at a target that still has requests, of the sandbox's time. */
const DRAIN_STEP_MS = 1_000;

/** Load balancers as reverse proxies on loopback ports; MODEL.md says what they do. */
export function createBalancers(host: RuntimeHost): BalancerRuntime {
  const dialer = createDialer();
  const ledger = createLedger();
  const routing = createRouting(host, ledger);
  const traffic = createTraffic({ host, dialer, ledger, routing });
  const gates = createGates(host, traffic);
  const { probe } = createHealthChecks(host, dialer);
  return {
    open: async (record, { region }) => `127.0.0.1:${await gates.open(record, region)}`,
    changed(context) {
      routing.changed();
      gates.update(context);
      forgetTargets(host, ledger);
    },
    probe,
    busy: (group, target) => ledger.load(ledgerKey(group, target)).open > 0,
    drain(context, group, target) {
      const key = ledgerKey(group, target);
      if (ledger.load(key).open === 0) return undefined;
      const now = context.now().getTime();
      const delay = Number(group.attributes['deregistration_delay.timeout_seconds'] ?? 300) * 1000;
      // Requests live in our time: they get the delay in it, too, however fast the sandbox's runs.
      if (host.clock.realMs(now - (target.drainingSince ?? now)) < delay) return now + DRAIN_STEP_MS;
      ledger.cut(key);
      return undefined;
    },
    status: gates.addresses,
    async closeAll() {
      await gates.closeAll();
      dialer.close();
    },
  };
}

/** Targets come and go with their tasks: what the ledger knows of those that went is dropped. */
function forgetTargets(host: RuntimeHost, ledger: Ledger): void {
  const known = host.regions().flatMap((region) => {
    const { groups } = host.context(region).state(elbState);
    return [...groups.values()].flatMap((group) => group.targets.map((target) => ledgerKey(group, target)));
  });
  ledger.prune(new Set(known));
}
