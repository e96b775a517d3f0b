/** A statement of Jinja: one sentence, and a template with the text it gives; `shared` is there as a file `shared.j2`. */
export interface StatementDoc {
  readonly description: string;
  readonly example: string;
  readonly text: string;
}

/** The file that the examples of `include`, `import`, `from` and `extends` name. */
export const sharedTemplate = '{% macro bold(x) %}*{{ x }}*{% endmacro %}{% block body %}shared{% endblock %}';

/** What stands in `{% … %}`. */
export const statements: Readonly<Record<string, StatementDoc>> = {
  block: {
    description: 'a part that a template which extends this one may replace',
    example: '{% block title %}Play{% endblock %}',
    text: 'Play',
  },
  break: {
    description: 'ends the loop',
    example: '{% for n in [1, 2, 3] %}{% if n == 3 %}{% break %}{% endif %}{{ n }}{% endfor %}',
    text: '12',
  },
  call: {
    description: 'calls a macro, which gets the lines inside as `caller()`',
    example: '{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}in{% endcall %}',
    text: '[in]',
  },
  continue: {
    description: 'goes on with the next round of the loop',
    example: '{% for n in [1, 2, 3] %}{% if n == 2 %}{% continue %}{% endif %}{{ n }}{% endfor %}',
    text: '13',
  },
  do: {
    description: 'evaluates an expression and shows nothing',
    example: '{% set found = [] %}{% do found.append(1) %}{{ found }}',
    text: '[1]',
  },
  extends: {
    description: 'takes another template and replaces its blocks',
    example: "{% extends 'shared.j2' %}{% block body %}mine{% endblock %}",
    text: 'mine',
  },
  filter: {
    description: 'sends the lines inside through a filter',
    example: '{% filter upper %}play{% endfilter %}',
    text: 'PLAY',
  },
  for: {
    description: 'repeats for each element; `else` when there is none, `recursive`, `if` and `loop.index` as in Jinja',
    example: "{% for name in ['a', 'b'] %}{{ loop.index }}{{ name }} {% else %}none{% endfor %}",
    text: '1a 2b ',
  },
  from: {
    description: 'takes macros and variables of another template',
    example: "{% from 'shared.j2' import bold %}{{ bold('x') }}",
    text: '*x*',
  },
  if: {
    description: 'only when it holds, with `elif` and `else`',
    example: '{% if 1 > 2 %}more{% elif 1 == 2 %}same{% else %}less{% endif %}',
    text: 'less',
  },
  import: {
    description: 'another template with its macros and variables under one name',
    example: "{% import 'shared.j2' as shared %}{{ shared.bold('x') }}",
    text: '*x*',
  },
  include: {
    description: 'puts another template here; `ignore missing`, `with context` and `without context` as in Jinja',
    example: "{% include 'shared.j2' %}",
    text: 'shared',
  },
  macro: {
    description: 'a piece of template that can be called',
    example: "{% macro hello(name='you') %}Hello {{ name }}{% endmacro %}{{ hello() }}",
    text: 'Hello you',
  },
  set: {
    description: 'sets a variable, to a value or to the lines up to `endset`',
    example: '{% set port = 80 %}{{ port }}',
    text: '80',
  },
  with: {
    description: 'variables for the lines inside',
    example: '{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}',
    text: '3',
  },
};
