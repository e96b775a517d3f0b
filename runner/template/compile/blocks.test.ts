import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { givenIn } from '../testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-blocks-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'templates'));

/** The templates beside the ones of the table. */
const files: Readonly<Record<string, string>> = {
  'inc.j2': 'inc {{ v }}\n',
  'mac.j2':
    '{% macro m(a, b=2) %}m{{ a }}{{ b }}{% endmacro %}{% macro _p() %}p{% endmacro %}{% set x = 9 %}{% set _h = 1 %}{% macro ctx() %}{{ v is defined }}{{ loc is defined }}{% endmacro %}{% macro mod(q) %}{{ x }}{{ q }}{% endmacro %}text',
  'base.j2':
    '<t>{% block title %}base{% endblock %}</t>\n{% block body %}B{% endblock body %}\n{% block foot %}[{% block inner %}I{% endblock %}]{% endblock %}end\n',
  'base2.j2': '{% extends "base.j2" %}{% block body %}mid({{ super() }}){% endblock %}',
  'basevar.j2':
    '{% set a = 1 %}{{ a }}{{ b | default("nob") }}{% block x %}{{ a | default("noa") }}{{ b | default("nob") }}{% endblock %}',
  'basereq.j2': '{% block r required %}{% endblock %}',
  'basereqbad.j2': '{% block r required %}x{% endblock %}',
  'basescoped.j2': '{% for i in [1,2] %}{% block it scoped %}{{ i }}{% endblock %}{% endfor %}',
  'baseunscoped.j2': '{% for i in [1,2] %}{% block it %}{{ i | default("-") }}{% endblock %}{% endfor %}',
  'baseself.j2': '{{ self.title() }}|{% block title %}T{% endblock %}',
  'basemacro.j2': '{% macro bm() %}bm{% endmacro %}{% block x %}{{ bm() }}{% endblock %}',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'templates', name), text);

/** A template, and its text in ansible-core 2.14; undefined where it is refused. */
const table: readonly (readonly [string, string | undefined])[] = [
  ['{% extends "base.j2" %}', '<t>base</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block title %}T{% endblock %}', '<t>T</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block body %}[{{ super() }}]{% endblock %}', '<t>base</t>\n[B][I]end'],
  ['{% extends "base2.j2" %}{% block body %}top({{ super() }}){% endblock %}', '<t>base</t>\ntop(mid(B))[I]end'],
  ['{% extends "base2.j2" %}{% block body %}{{ super.super() }}{% endblock %}', '<t>base</t>\nB[I]end'],
  ['{% extends "base2.j2" %}{% block title %}{{ self.body() }}{% endblock %}', '<t>mid(B)</t>\nmid(B)[I]end'],
  ['{% extends "base.j2" %}{% block inner %}J{% endblock %}', '<t>base</t>\nB[J]end'],
  [
    '{% extends "base.j2" %}{% block foot %}F{{ super() }}{% endblock %}{% block inner %}K{% endblock %}',
    '<t>base</t>\nBF[K]end',
  ],
  ['{% extends "base.j2" %}ignored{{ 1 }}{% block title %}T{% endblock %}x', '<t>T</t>\nB[I]end'],
  ['before{% extends "base.j2" %}{% block title %}T{% endblock %}', 'before<t>T</t>\nB[I]end'],
  ['{% set a = 5 %}{% extends "base.j2" %}{% block title %}{{ a }}{% endblock %}', '<t>5</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% set a = 5 %}{% block title %}{{ a }}{% endblock %}', '<t>5</t>\nB[I]end'],
  [
    '{% extends "base.j2" %}{% macro m() %}M{% endmacro %}{% block title %}{{ m() }}{% endblock %}',
    '<t>M</t>\nB[I]end',
  ],
  [
    '{% extends "base.j2" %}{% from "mac.j2" import m %}{% block title %}{{ m(1) }}{% endblock %}',
    '<t>m12</t>\nB[I]end',
  ],
  [
    '{% extends "base.j2" %}{% import "mac.j2" as q %}{% block title %}{{ q.m(1) }}{% endblock %}',
    '<t>m12</t>\nB[I]end',
  ],
  ['{% extends "basevar.j2" %}', '1nob1nob'],
  ['{% extends "basevar.j2" %}{% set b = 7 %}', '1717'],
  ['{% set b = 7 %}{% extends "basevar.j2" %}', '1717'],
  ['{% extends "basevar.j2" %}{% block x %}{{ a | default("noa") }}{% endblock %}', '1nob1'],
  ['{% extends "basereq.j2" %}', undefined],
  ['{% extends "basereq.j2" %}{% block r %}ok{% endblock %}', 'ok'],
  ['{% block r required %}{% endblock %}', undefined],
  ['{% block r required %}x{% endblock %}', undefined],
  ['{% extends "basereqbad.j2" %}{% block r %}ok{% endblock %}', undefined],
  ['{% block r required %} \n{# c #}{% endblock %}', undefined],
  ['{% extends "basescoped.j2" %}', '12'],
  ['{% extends "basescoped.j2" %}{% block it %}<{{ i }}>{% endblock %}', '<1><2>'],
  ['{% extends "baseunscoped.j2" %}', '--'],
  ['{% extends "baseunscoped.j2" %}{% block it %}<{{ i | default("-") }}>{% endblock %}', '<-><->'],
  ['{% extends "baseunscoped.j2" %}{% block it scoped %}<{{ i | default("-") }}>{% endblock %}', '<-><->'],
  ['{% extends "baseself.j2" %}', 'T|T'],
  ['{% extends "baseself.j2" %}{% block title %}C{% endblock %}', 'C|C'],
  ['{% extends "basemacro.j2" %}', 'bm'],
  ['{% extends "basemacro.j2" %}{% block x %}{{ bm is defined }}{% endblock %}', 'True'],
  ['{% extends nosuchvar %}', undefined],
  ['{% extends "nosuch.j2" %}', undefined],
  ['{% extends %}', undefined],
  ['{% extends "base.j2" %}{% extends "base.j2" %}', undefined],
  ['{% if true %}{% extends "base.j2" %}{% endif %}{% block title %}C{% endblock %}', '<t>C</t>\nB[I]end'],
  ['{% if false %}{% extends "base.j2" %}{% endif %}{% block title %}C{% endblock %}', 'C'],
  ['{% extends "base.j2" if v else "base2.j2" %}', '<t>base</t>\nB[I]end'],
  ['{% set p = "base.j2" %}{% extends p %}{% block title %}dyn{% endblock %}', '<t>dyn</t>\nB[I]end'],
  ['{% block a %}x{% endblock %}{{ self.a() }}', 'xx'],
  ['{% block a %}x{% endblock %}{{ self.b() }}', undefined],
  ['{% block a %}x{% endblock %}{{ self.a() | upper }}{{ self["a"]() }}', 'xXx'],
  ['{% block a %}x{% endblock %}{% block a %}y{% endblock %}', undefined],
  ['{% block a %}{{ super() }}{% endblock %}', undefined],
  ['{% block a %}{% block b %}n{% endblock %}{% endblock %}', 'n'],
  ['{% block a %}x{% endblock a %}', 'x'],
  ['{% block a %}x{% endblock b %}', undefined],
  ['{% block %}x{% endblock %}', undefined],
  ['{% block 1 %}x{% endblock %}', undefined],
  ['{% block a-b %}x{% endblock %}', undefined],
  ['{% block a %}x', undefined],
  ['{% block a scoped required %}{% endblock %}', undefined],
  ['{% block a required scoped %}{% endblock %}', undefined],
  ['{% block a foo %}{% endblock %}', undefined],
  ['{% for i in l %}{% block a %}{{ i is defined }}{% endblock %}{% endfor %}', 'FalseFalseFalse'],
  ['{% for i in l %}{% block a scoped %}{{ i }}{{ loop.index }}{% endblock %}{% endfor %}', '112233'],
  ['{% set z = 1 %}{% block a %}{{ z }}{% set z = 2 %}{% endblock %}{{ z }}', '11'],
  ['{% block a %}{% set z = 2 %}{% endblock %}{{ z is defined }}', 'False'],
  ['{% if false %}{% block a %}x{% endblock %}{% endif %}', ''],
  ['{% if false %}{% block a %}x{% endblock %}{% endif %}{{ self.a() }}', 'x'],
  ['{% macro m() %}{% block a %}x{% endblock %}{% endmacro %}{{ m() }}', 'x'],
  ['{% filter upper %}{% block a %}x{% endblock %}{% endfilter %}', 'X'],
  ['{% with q = 1 %}{% block a %}{{ q is defined }}{% endblock %}{% endwith %}', 'True'],
  ['{% block a %}{{ v }}{% endblock %}', 'V'],
  ['{% extends "base.j2" %}{% block title %}{% include "inc.j2" %}{% endblock %}', '<t>inc V</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block title %}{% for i in l %}{{ i }}{% endfor %}{% endblock %}', '<t>123</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block nope %}x{% endblock %}', '<t>base</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% if false %}{% block title %}C{% endblock %}{% endif %}', '<t>C</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block title %}{{ self.title is defined }}{% endblock %}', '<t>True</t>\nB[I]end'],
  ['{% extends "base.j2" %}{{ nosuchvar }}', '<t>base</t>\nB[I]end'],
  ['{% extends "base.j2" %}{% block title %}{{ nosuchvar }}{% endblock %}', undefined],
  ['{% block a %}{{ loop is defined }}{% endblock %}', 'False'],
];

test('blocks of templates and their parents give what Jinja gives', () => {
  for (const [text, expected] of table) assert.equal(givenIn(folder, text, { v: 'V', l: [1, 2, 3] }), expected, text);
});
