import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnostic } from '../diagnostics.ts';
import { type RenderOptions, renderDiagnostics } from './render.ts';

const text = `- hosts: localhost
  tasks:
    - ec2_vpc_net:
\tcidr_blok: x
    - debug: {msg: "${'long '.repeat(60)}{{ nope }} tail"}
`;
const render = (diagnostics: readonly Diagnostic[], options: Partial<RenderOptions> = {}) =>
  renderDiagnostics(diagnostics, {
    readFile: (file) => (file === '/w/p.yml' ? text : undefined),
    cwd: '/w',
    ...options,
  });
const at = (line: number, column: number, width?: number) => ({
  file: '/w/p.yml',
  line,
  column,
  ...(width === undefined ? {} : { width }),
});

test('a diagnostic shows where, what, the line with a caret under the span, and what to do', () => {
  const shown = render([{ code: 'c', message: 'no such thing', place: at(3, 7, 11), hint: 'did you mean "x"?' }]);
  assert.equal(
    shown,
    `p.yml:3:7: error[c] no such thing
 2 |   tasks:
 3 |     - ec2_vpc_net:
   |       ^^^^^^^^^^^
     hint: did you mean "x"?
`,
  );
});

test('tabs before the span stay tabs, so that the caret stands under it', () => {
  assert.match(render([{ code: 'c', message: 'm', place: at(4, 2, 9) }]), /\n {3}\| \t\^{9}\n/);
});

test('a long line is cut around the mistake', () => {
  const [, , line, caret] = render([{ code: 'c', message: 'm', place: at(5, 324, 4) }], { width: 60 }).split('\n');
  assert.ok(line!.length <= 66, line);
  assert.match(line!, /…/);
  assert.equal(line!.slice(caret!.indexOf('^'), caret!.lastIndexOf('^') + 1), 'nope');
});

test('a caret never runs past the end of its line', () => {
  assert.match(render([{ code: 'c', message: 'm', place: at(2, 3, 500) }]), /\n {3}\| {3}\^{6}\n/);
});

test('without a place, or a file that can be read, the message stands alone', () => {
  assert.equal(render([{ code: 'c', message: 'm', hint: 'h' }]), 'error[c] m\n  hint: h\n');
  const elsewhere = { file: '/other/x.yml', line: 9, column: 1 };
  assert.equal(render([{ code: 'c', message: 'm', place: elsewhere }]), '/other/x.yml:9:1: error[c] m\n');
});

test('paths in hints are shown from the working folder', () => {
  assert.match(
    render([{ code: 'c', message: 'm', hint: 'looked for /w/files/x, /etc/x' }]),
    /looked for files\/x, \/etc\/x/,
  );
});

test('several are parted by an empty line, and coloured only when asked', () => {
  const two = render([
    { code: 'a', message: 'm' },
    { code: 'b', message: 'n' },
  ]);
  assert.equal(two, 'error[a] m\n\nerror[b] n\n');
  assert.match(render([{ code: 'a', message: 'm' }], { color: true }), /\u001B\[31merror/);
});

test('a warning says so, and another place that has a part in it is shown below', () => {
  const shown = render([
    {
      code: 'c',
      message: 'm',
      place: at(3, 7, 11),
      level: 'warning',
      related: [{ message: 'it is made here', place: at(2, 3, 5) }],
      hint: 'h',
    },
  ]);
  assert.equal(
    shown,
    `p.yml:3:7: warning[c] m
 2 |   tasks:
 3 |     - ec2_vpc_net:
   |       ^^^^^^^^^^^
p.yml:2:3: note: it is made here
 1 | - hosts: localhost
 2 |   tasks:
   |   ^^^^^
     hint: h
`,
  );
});

test('a file is read once, however many mistakes it holds', () => {
  let reads = 0;
  const readFile = () => {
    reads++;
    return 'a\nb\n';
  };
  const diagnostics = [1, 2].map((line) => ({ code: 'x', message: 'y', place: { file: '/f.yml', line, column: 1 } }));
  renderDiagnostics(diagnostics, { readFile });
  assert.equal(reads, 1);
});
