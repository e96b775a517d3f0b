import { statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { templateSchema } from '../../../schemas/template.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, Unknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { encodingOf } from './encodings.ts';
import { placeFile } from './place_file.ts';
import { targetPath } from './target_path.ts';
import { marksOf, withHeader } from './template_text.ts';
import { timestamp } from './timestamps.ts';

type Params = Infer<typeof templateSchema>;

/** Renders a template into a file (Ansible: `ansible.builtin.template`). */
export const template = action({
  name: 'template',
  schema: templateSchema,
  check: 'predicts',
  async run(params, context) {
    if (containsUnknown(params)) return notKnownYet(params);
    const source = context.findFile('templates', params.src);
    const { path, madeFolders } = targetPath(params.dest, source, owners(params), context);
    const content = rendered(source, path, params, context);
    const result = await placeFile({ content, dest: path, origin: source, params }, context);
    return { ...result, src: source, changed: madeFolders || result['changed'] };
  },
});

function rendered(source: string, dest: string, params: Params, context: ActionContext): Buffer | Unknown {
  const { text, syntax } = withHeader(context.readFile(source).toString('utf8'), params, source);
  const output = context.template(text, {
    file: source,
    vars: variables(source, dest, params, context),
    trimBlocks: syntax.trim_blocks,
    lstripBlocks: syntax.lstrip_blocks,
    marks: marksOf(syntax),
  });
  if (output instanceof Unknown) return unknown;
  return Buffer.from(
    output.replace(/\r\n|\r|\n/g, newline(syntax.newline_sequence)),
    encodingOf(params.output_encoding),
  );
}

/** The variables every template has, by Ansible's names. */
function variables(source: string, dest: string, { src }: Params, context: ActionContext): Record<string, unknown> {
  return {
    ansible_managed: context.variable('ansible_managed') ?? 'Ansible managed',
    template_host: hostname(),
    template_uid: userInfo().username,
    template_path: src,
    template_fullpath: source,
    template_destpath: dest,
    template_mtime: timestamp(statSync(source).mtimeMs),
    template_run_date: timestamp(Date.now()),
  };
}

/** In YAML without double quotes `\r\n` is four characters. */
function newline(written: string): string {
  return written.replaceAll('\\r', '\r').replaceAll('\\n', '\n');
}

const owners = ({ owner, group }: Params) => ({
  ...(owner !== undefined && { owner }),
  ...(group !== undefined && { group }),
});

function notKnownYet({ src, dest }: Params): Result {
  const info = { checksum: unknown, md5sum: unknown, uid: unknown, gid: unknown, owner: unknown, group: unknown };
  return { changed: true, dest, src, ...info, mode: unknown, size: unknown, state: 'file' };
}
