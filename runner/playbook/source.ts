import { readFileSync } from 'node:fs';
import { type Document, type ParsedNode, YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostics.ts';
import { commonYaml } from '../template/yaml/common/common.ts';
import { libraryNode } from '../template/yaml/library_nodes.ts';
import type { YamlNode } from '../template/yaml/nodes.ts';
import { parseYaml } from '../template/yaml/parse.ts';
import { type Keyring, noKeyring } from '../vault/keyring.ts';
import { decryptedText } from './encrypted.ts';
import { type Ignore, ignoresIn } from './ignores.ts';
import { type Lines, linesOf, placeOf } from './locate.ts';
import type { Node } from './node.ts';
import { readNode } from './read_node.ts';
import { syntaxDiagnostic } from './syntax_errors.ts';

/** A YAML or JSON file read into values with places. Without `root` it did not parse; an empty file is null. */
export interface Source {
  readonly file: string;
  readonly root?: Node;
  readonly diagnostics: readonly Diagnostic[];
  /** The whole file is a vault. */
  readonly encrypted?: boolean;
  /** It holds `!vault` values. */
  readonly vaulted?: boolean;
  /** Its comments that switch a rule off. */
  readonly ignores?: readonly Ignore[];
}

/** Reads a file of a playbook. Throws as `readFileSync` does when it cannot be read. */
export const readSource = (file: string, keyring?: Keyring): Source =>
  parseSource(file, readFileSync(file, 'utf8'), keyring);

/**
 * Parses YAML 1.1 as PyYAML reads it, for Ansible's files: booleans like `yes`, octal numbers, merge keys, `!unsafe`. Duplicate keys,
 * which YAML forbids and Ansible only warns about, are mistakes. What is encrypted as a whole is decrypted first.
 */
export function parseSource(file: string, written: string, keyring: Keyring = noKeyring): Source {
  const { text, encrypted, problem } = decryptedText(file, written, keyring);
  if (problem) return { file, diagnostics: [problem], encrypted };
  const lines = linesOf(file, text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  const parsed = parse(lines, encrypted);
  if ('problem' in parsed) return { file, diagnostics: [parsed.problem], encrypted };
  const diagnostics: Diagnostic[] = [];
  let vaulted = false;
  const onVaulted = () => {
    vaulted = true;
  };
  const reader = { lines, diagnostics, keyring, encrypted, onVaulted, anchors: new Map(), open: new Set<string>() };
  const root = parsed.contents ? readNode(reader, parsed.contents) : nothing(lines);
  const ignores = ignoresIn(lines);
  if (reader.anchors.size > 0 && expandsTooMuch(root))
    return {
      file,
      diagnostics: [tooMuch(lines, `the aliases of the file expand to more than ${maxParts} parts`)],
      encrypted,
      ignores,
    };
  return { file, root, diagnostics, encrypted, ignores, vaulted };
}

/** Most files are written plainly; of the others, and of what is wrong with them, the whole parser knows. */
function parse(
  lines: Lines,
  encrypted: boolean,
): { readonly contents: YamlNode | undefined } | { readonly problem: Diagnostic } {
  const common = commonYaml(lines.text);
  if (common) return { contents: common };
  const documents = parseYaml(lines.text, yamlOptions, true);
  if (!documents) return { problem: tooMuch(lines, 'the file is nested too deeply') };
  const [document, second] = documents as [Document.Parsed, Document.Parsed?];
  const error = document.errors[0] ?? (second && severalDocuments(second));
  if (error) return { problem: syntaxDiagnostic(lines, error, document, encrypted) };
  const contents = document.contents as ParsedNode | null;
  return { contents: contents ? libraryNode(contents) : undefined };
}

const yamlOptions = {
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

const severalDocuments = ({ range: [start, end] }: Document.Parsed) =>
  new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'the file holds several documents');

/** Parts that a file may have, those behind aliases counted each time; more is an attack. */
const maxParts = 2_000_000;

function expandsTooMuch(root: Node): boolean {
  const sizes = new Map<Node, number>();
  const sizeOf = (node: Node): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    const parts = [...(node.items ?? []), ...(node.pairs ?? []).map((pair) => pair.node)];
    const size = parts.reduce((sum, part) => sum + sizeOf(part), 1);
    sizes.set(node, size);
    return size;
  };
  return sizeOf(root) > maxParts;
}

const tooMuch = (lines: Lines, message: string): Diagnostic => ({
  code: 'yaml-syntax',
  message,
  place: placeOf(lines, 0),
  hint: 'a file of a playbook is never that large: something else made it',
});

const nothing = (lines: Lines): Node => ({ value: null, place: placeOf(lines, 0) });
