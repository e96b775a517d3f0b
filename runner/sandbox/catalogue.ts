import type { Context } from './context.ts';
import type { Service } from './wire/service_shape.ts';

/** The services of the sandbox. Their behaviour, and with it their SDK package, is loaded by their first request. */
export const catalogue: readonly Service<Context>[] = [
  {
    name: 'sts',
    protocol: 'awsQuery',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    target: 'AWSSecurityTokenServiceV20110615',
    load: async () => (await import('./services/sts/sts.ts')).sts,
  },
];
