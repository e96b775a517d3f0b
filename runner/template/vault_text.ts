import { Thing } from './python/types.ts';

/** What `vault(…, wrap_object=true)` gives: text for a `!vault` value, which YAML filters write as one. */
export class VaultText extends Thing {
  readonly typeName = 'AnsibleVaultEncryptedUnicode';
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override text(): string {
    return this.#text;
  }
}
