import type { Rule } from './rules.ts';

/** What a build needs, in Ansible's words of today or of 2.7, and not in both. */
export const imageBuild: Rule = function* ({ source, build, path }) {
  if (source === 'build' && build === undefined && path === undefined)
    yield { code: 'param-missing', message: '"build" is missing; it is needed when source is build', path: [] };
  if (build !== undefined && path !== undefined)
    yield {
      code: 'params-exclusive',
      message: '"build" and "path", which is an old spelling of build.path, exclude each other',
      hint: 'keep "build"',
      path: ['path'],
      of: 'key',
    };
};
