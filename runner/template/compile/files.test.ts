import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PlayError } from '../../diagnostics.ts';
import { hostIn, scopeOf, template } from '../testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'play-include-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'templates'));

/** The templates beside the ones of the table. */
const files: Readonly<Record<string, string>> = {
  'inc.j2': 'inc {{ v }}\n',
  'incset.j2': '{% set leaked = 5 %}in:{{ leaked }}\n',
  'incloop.j2': '[{{ loop is defined }} {{ i | default("no") }}]',
  'incmac.j2': '{{ m(1) }}',
  'incblock.j2': '{% block b %}ib{% endblock %}',
  'incbad.j2': '{% if %}',
  'incundef.j2': '{{ nosuchvar }}',
  'nested.j2': '<{% include "inc.j2" %}>',
  'selfinc.j2': '{% include "selfinc.j2" %}',
  'empty.j2': '',
  'nl.j2': 'a\n\n',
  'mac.j2':
    '{% macro m(a, b=2) %}m{{ a }}{{ b }}{% endmacro %}{% macro _p() %}p{% endmacro %}{% set x = 9 %}{% set _h = 1 %}{% macro ctx() %}{{ v is defined }}{{ loc is defined }}{% endmacro %}{% macro mod(q) %}{{ x }}{{ q }}{% endmacro %}text',
  'macctx.j2': '{% set y = v ~ "!" %}{% macro c() %}{{ v }}{{ loc | default("none") }}{% endmacro %}',
  'macbad.j2': '{{ nosuchvar.x }}{% macro m() %}k{% endmacro %}',
  'base.j2':
    '<t>{% block title %}base{% endblock %}</t>\n{% block body %}B{% endblock body %}\n{% block foot %}[{% block inner %}I{% endblock %}]{% endblock %}end\n',
  'base2.j2': '{% extends "base.j2" %}{% block body %}mid({{ super() }}){% endblock %}',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'templates', name), text);

/** A template, and its text in ansible-core 2.14; undefined where it is refused. */
const table: readonly (readonly [string, string | undefined])[] = [
  ['{% include "inc.j2" %}|', 'inc V|'],
  ['{% include "nosuch.j2" %}', undefined],
  ['{% include "nosuch.j2" ignore missing %}k', 'k'],
  ['{% include ["nosuch.j2", "inc.j2"] %}|', 'inc V|'],
  ['{% include ["nosuch.j2", "no2.j2"] %}', undefined],
  ['{% include ["nosuch.j2"] ignore missing %}k', 'k'],
  ['{% include [] %}', undefined],
  ['{% include [] ignore missing %}k', 'k'],
  ['{% include ("nosuch.j2", "inc.j2") %}', 'inc V'],
  ['{% include "inc.j2", "nosuch.j2" %}', undefined],
  ['{% include "inc.j2" without context %}', undefined],
  ['{% include "inc.j2" with context %}', 'inc V'],
  ['{% include "inc.j2" ignore missing with context %}', 'inc V'],
  ['{% include "inc.j2" ignore missing without context %}', undefined],
  ['{% include "inc.j2" without context ignore missing %}', undefined],
  ['{% set n = "inc.j2" %}{% include n %}', 'inc V'],
  ['{% include "inc" ~ ".j2" %}', 'inc V'],
  ['{% include nosuchvar %}', undefined],
  ['{% include nosuchvar ignore missing %}k', undefined],
  ['{% include none %}', undefined],
  ['{% include 1 %}', undefined],
  ['{% include "incset.j2" %}{{ leaked is defined }}', 'in:5False'],
  ['{% set v = "local" %}{% include "inc.j2" %}', 'inc local'],
  ['{% set v = "local" %}{% include "inc.j2" without context %}', undefined],
  ['{% for v in l %}{% include "inc.j2" %}{% endfor %}', 'inc 1inc 2inc 3'],
  ['{% for i in l %}{% include "incloop.j2" without context %}{% endfor %}', '[False no][False no][False no]'],
  ['{% macro m(a) %}M{{ a }}{% endmacro %}{% include "incmac.j2" %}', 'M1'],
  ['{% include "incmac.j2" %}', undefined],
  ['{% include "incblock.j2" %}', 'ib'],
  ['{% block b %}mine{% endblock %}{% include "incblock.j2" %}', 'mineib'],
  ['{% include "incbad.j2" %}', undefined],
  ['{% include "incbad.j2" ignore missing %}', undefined],
  ['{% include "incundef.j2" %}', undefined],
  ['{% include "incundef.j2" ignore missing %}', undefined],
  ['{% include "nested.j2" %}', '<inc V>'],
  ['{% include "selfinc.j2" %}', undefined],
  ['{% include "empty.j2" %}x', 'x'],
  ['{% include "nl.j2" %}x', 'a\nx'],
  ['{% include %}', undefined],
  ['{% include "inc.j2" foo %}', undefined],
  ['{% include "inc.j2" if true %}', 'inc V'],
  ['{% include "inc.j2" if false else "nl.j2" %}', 'a\n'],
  ['{% filter upper %}{% include "inc.j2" %}{% endfilter %}', 'INC V'],
  ['{% with v = 8 %}{% include "inc.j2" %}{% endwith %}', 'inc 8'],
  ['{% macro k(v) %}{% include "inc.j2" %}{% endmacro %}{{ k(3) }}', 'inc 3'],
  ['{% set x %}{% include "inc.j2" %}{% endset %}[{{ x }}]', '[inc V]'],
  ['{% include "base2.j2" %}', '<t>base</t>\nmid(B)[I]end'],
  ['{% include "mac.j2" %}{{ m is defined }}', 'textFalse'],
  ['{% import "mac.j2" as q %}{{ q.m(1) }}', 'm12'],
  ['{% import "mac.j2" as q %}{{ q.x }}', '9'],
  ['{% import "mac.j2" as q %}{{ q._p is defined }}{{ q._h is defined }}', 'FalseFalse'],
  ['{% import "mac.j2" as q %}{{ q.nope }}', undefined],
  ['{% import "mac.j2" as q %}{{ q.nope is defined }}', 'False'],
  ['{% import "mac.j2" as q %}{{ q }}', 'text'],
  ['{% import "mac.j2" as q %}{{ q.ctx() }}', 'FalseFalse'],
  ['{% set loc = 1 %}{% import "mac.j2" as q %}{{ q.ctx() }}', 'FalseFalse'],
  ['{% set loc = 1 %}{% import "mac.j2" as q with context %}{{ q.ctx() }}', 'TrueTrue'],
  ['{% import "mac.j2" as q without context %}{{ q.m(1) }}', 'm12'],
  ['{% import "mac.j2" as q %}{{ q.mod(4) }}', '94'],
  ['{% import "nosuch.j2" as q %}', undefined],
  ['{% import "mac.j2" %}', undefined],
  ['{% import "mac.j2" q %}', undefined],
  ['{% import mac as q %}', undefined],
  ['{% set f = "mac.j2" %}{% import f as q %}{{ q.m(2) }}', 'm22'],
  ['{% from "mac.j2" import m %}{{ m(1) }}', 'm12'],
  ['{% from "mac.j2" import m as z %}{{ z(1) }}{{ m is defined }}', 'm12False'],
  ['{% from "mac.j2" import m, x %}{{ m(1) }}{{ x }}', 'm129'],
  ['{% from "mac.j2" import m as a, x as b %}{{ a(1) }}{{ b }}', 'm129'],
  ['{% from "mac.j2" import nope %}k', 'k'],
  ['{% from "mac.j2" import nope %}{{ nope is defined }}', 'False'],
  ['{% from "mac.j2" import nope %}{{ nope }}', undefined],
  ['{% from "mac.j2" import nope %}{{ nope() }}', undefined],
  ['{% from "mac.j2" import _p %}{{ _p() }}', undefined],
  ['{% from "mac.j2" import m with context %}{{ m(1) }}', 'm12'],
  ['{% from "mac.j2" import m without context %}{{ m(1) }}', 'm12'],
  ['{% from "mac.j2" import m, x with context %}{{ m(x) }}', 'm92'],
  ['{% from "mac.j2" import with %}', ''],
  ['{% from "mac.j2" import %}', undefined],
  ['{% from "mac.j2" import m as %}', undefined],
  ['{% from "mac.j2" m %}', undefined],
  ['{% from "macctx.j2" import c with context %}{{ c() }}', 'Vnone'],
  ['{% set loc = "L" %}{% from "macctx.j2" import c with context %}{{ c() }}', 'VL'],
  ['{% from "macctx.j2" import c %}{{ c() }}', undefined],
  ['{% from "macctx.j2" import y %}{{ y }}', undefined],
  ['{% from "macctx.j2" import y with context %}{{ y }}', 'V!'],
  ['{% set v = "mine" %}{% from "macctx.j2" import y with context %}{{ y }}', 'mine!'],
  ['{% import "macbad.j2" as q %}{{ q.m() }}', undefined],
  ['{% import "mac.j2" as q %}{% call q.m(1) %}{% endcall %}', undefined],
  ['{% for i in l %}{% import "mac.j2" as q %}{{ q.m(i) }}{% endfor %}{{ q is defined }}', 'm12m22m32True'],
  ['{% if true %}{% from "mac.j2" import x %}{% endif %}{{ x }}', '9'],
  ['{% macro k() %}{% from "mac.j2" import x %}{{ x }}{% endmacro %}{{ k() }}{{ x is defined }}', '9False'],
  ['{% from "mac.j2" import m %}{% macro w() %}{{ m(5) }}{% endmacro %}{{ w() }}', 'm52'],
  ['{% import "base.j2" as q %}{{ q.body is defined }}', 'False'],
  ['{% import "mac.j2" as q %}{% include "incmac.j2" %}', undefined],
  ['{% from "mac.j2" import m %}{% include "incmac.j2" %}', 'm12'],
  ['{% import "mac.j2" as q %}{{ q["m"](3) }}', 'm32'],
  ['{% import "mac.j2" as q %}{{ q is defined }}{{ q.m is callable }}', 'TrueTrue'],
  ['{% import "mac.j2" as q, x %}', undefined],
  ['{% from "mac.j2" import m, x as y, _p %}', undefined],
];

test('included and imported templates give what Jinja gives', () => {
  for (const [text, expected] of table) assert.equal(given(text), expected, text);
});

function given(text: string): unknown {
  try {
    return template(text, { kind: 'file' }).render(scopeOf({ v: 'V', l: [1, 2, 3] }, hostIn(folder)));
  } catch (error) {
    assert.ok(error instanceof PlayError, text);
    return undefined;
  }
}
