import { newDict } from '../python/dict.ts';
import { toText } from '../python/text.ts';
import { Thing, type Value } from '../python/types.ts';

/** `namespace(…)`: attributes that `{% set ns.x = … %}` changes, also from inside a loop. */
export class Namespace extends Thing {
  readonly typeName = 'namespace';
  readonly #values: Map<string, Value>;
  constructor(values: ReadonlyMap<string, Value>) {
    super();
    this.#values = new Map(values);
  }
  override attribute(name: string): Value | undefined {
    return this.#values.get(name);
  }
  override text(): string {
    return `<Namespace ${toText(newDict([...this.#values]))}>`;
  }
  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }
}
