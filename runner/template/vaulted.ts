import type { Place } from '../diagnostics.ts';
import type { Value } from './python/types.ts';
import { Renderable } from './written.ts';

/**
 * A `!vault` value as written. It is decrypted when it is first used, and what comes out is data: Ansible does not look for templates
 * in it either.
 */
export class Vaulted extends Renderable {
  override readonly isValue = true;
  readonly place: Place;
  readonly #open: () => string;
  #text: string | undefined;

  constructor(open: () => string, place: Place) {
    super();
    this.#open = open;
    this.place = place;
  }

  /** The decrypted text. Throws PlayError `vault` at its place when no password opens it. */
  value(): Value {
    this.#text ??= this.#open();
    return this.#text;
  }

  override toString(): string {
    return '(encrypted)';
  }

  toJSON(): string {
    return '(encrypted)';
  }
}
