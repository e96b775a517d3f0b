import { readTemplate, type Template } from './template/template.ts';

const known = new Map<string, Template>();
const most = 100;

/** A template that was read before, read once. */
export function knownTemplate(body: string): Template {
  const found = known.get(body);
  if (found) return found;
  const template = readTemplate(body);
  if (known.size >= most) known.clear();
  known.set(body, template);
  return template;
}
