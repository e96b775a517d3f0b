import { readFileSync } from 'node:fs';
import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import type { Scope } from '../template/scope.ts';
import { Template, type TemplateOptions } from '../template/template.ts';
import { dictEntries, isDict, type Value } from '../template/values.ts';
import { Vaulted } from '../template/vaulted.ts';
import { isEncrypted, parseEnvelope } from '../vault/envelope.ts';
import type { Keyring } from '../vault/keyring.ts';

/** The text of a file that may be a vault; a `problem` when no password opens it. */
export function decryptedText(
  file: string,
  text: string,
  keyring: Keyring,
): { readonly text: string; readonly encrypted: boolean; readonly problem?: Diagnostic } {
  if (!isEncrypted(text)) return { text, encrypted: false };
  try {
    const place = { file, line: 1, column: 1, width: text.split('\n', 1)[0]!.length };
    return { text: keyring.open(text, 'this file', place).plaintext.toString('utf8'), encrypted: true };
  } catch (error) {
    if (error instanceof PlayError) return { text: '', encrypted: true, problem: error };
    throw error;
  }
}

/** A file as it is, or decrypted when it is a vault; then all of it is secret. Throws PlayError when no password opens it. */
export function readDecrypted(path: string, keyring: Keyring): Buffer {
  const content = readFileSync(path);
  if (!isEncrypted(content)) return content;
  const { plaintext } = keyring.open(content.toString('latin1'), `the file ${path}`);
  keyring.hide(plaintext.toString('utf8'));
  return plaintext;
}

/** A `!vault` value. Whether it is one shows at once, whether a password opens it when it is used. */
export function vaulted(text: string, place: Place, keyring: Keyring, diagnostics: Diagnostic[]): Vaulted | null {
  try {
    parseEnvelope(text, 'this value', place);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    diagnostics.push(error);
    return null;
  }
  const open = () => {
    const plaintext = keyring.open(text.trim(), 'this value', place).plaintext.toString('utf8');
    keyring.hide(plaintext);
    return plaintext;
  };
  return new Vaulted(open, place);
}

/** Marks every text and number among variables of an encrypted file as secret, and what their templates will make. */
export function hideLeaves(value: unknown, keyring: Keyring): void {
  if (value instanceof HiddenTemplate) value.hide();
  if (value instanceof Template || value instanceof Vaulted) return;
  if (Array.isArray(value)) for (const each of value) hideLeaves(each, keyring);
  else if (isDict(value)) for (const [, each] of dictEntries(value)) hideLeaves(each, keyring);
  else keyring.hide(value);
}

/** A template in an encrypted file. When a variable is written as it, the text it adds to what it reads is secret, and so is its result. */
export class HiddenTemplate extends Template {
  readonly #keyring: Keyring;
  #isSecret = false;

  constructor(text: string, options: TemplateOptions, keyring: Keyring) {
    super(text, options);
    this.#keyring = keyring;
  }

  hide(): void {
    this.#isSecret = true;
  }

  override value(scope: Scope): Value {
    const value = super.value(scope);
    if (this.#isSecret && typeof value === 'string' && !isReference(this.text)) this.#keyring.hide(value);
    return value;
  }
}

/** `{{ a.b }}` alone passes on what is secret or not where it is defined. */
const isReference = (text: string) => /^\s*\{\{[\w\s.[\]]+\}\}\s*$/.test(text);
