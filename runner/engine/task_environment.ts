import { writtenText } from '../template/literal.ts';
import { dictEntries, isDict, Unknown } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { valueIn } from './keyword_values.ts';
import type { VariableScope } from './scope.ts';

/** The environment of a task: the process's own, with every `environment` around on top, values as Python spells them. */
export function taskEnvironment(frame: Frame, scope: VariableScope): Readonly<Record<string, string>> {
  const { environment } = frame.play.run.options;
  if (frame.environment.length === 0) return environment;
  const own: Record<string, string> = {};
  for (const at of frame.environment) {
    const value = valueIn(at, scope);
    if (!isDict(value)) continue;
    for (const [name, each] of dictEntries(value)) {
      if (!(each instanceof Unknown)) own[String(name)] = writtenText(each);
    }
  }
  return { ...environment, ...own };
}
