/**
 * bcryptjs loads Node's cryptography for versions without that of the Web, as its `browser` field says it need not: every Node that we
 * run on has the Web's.
 */
export const webCrypto = {
  name: 'web crypto',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^crypto$/ }, ({ importer }) =>
      /[\\/]bcryptjs[\\/]/.test(importer) ? { path: 'crypto', namespace: 'none' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export default undefined;' }));
  },
};
