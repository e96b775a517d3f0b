/** Modules of Node that are long to load, and that most calls have no use for. */
const long =
  /^(?:node:)?(?:child_process|crypto|dns\/promises|https?|net|readline\/promises|stream\/promises|tls|zlib)$/;

/** A module of Node, or what stands for it until one of its exports is first asked for. */
export function whenUsed(name: string, load: (name: string) => unknown): unknown {
  if (!long.test(name)) return load(name);
  let loaded: object | undefined;
  const module = () => {
    loaded ??= load(name) as object;
    return loaded;
  };
  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(module(), key),
      has: (_, key) => Reflect.has(module(), key),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor(_, key) {
        const found = Reflect.getOwnPropertyDescriptor(module(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}
