import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTemplate } from './template_text.ts';

const resources = (properties: string) =>
  `Resources:\n  R:\n    Type: A::B::C\n    Properties:\n      P: ${properties}\n`;
const propertyOf = (text: string) => parseTemplate(text, 't.yml').Resources['R']?.Properties?.['P'];

describe('a template is read', () => {
  for (const [written, read] of [
    ['!Ref X', { Ref: 'X' }],
    ['!GetAtt A.B.C', { 'Fn::GetAtt': ['A', 'B.C'] }],
    ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
    ['!Sub "${A}-x"', { 'Fn::Sub': '${A}-x' }],
    ['!Join ["-", [a, !Ref B]]', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
    ['!If [Is, 1, !Ref AWS::NoValue]', { 'Fn::If': ['Is', 1, { Ref: 'AWS::NoValue' }] }],
    ['{ Version: 2012-10-17 }', { Version: '2012-10-17' }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['yes', true],
    ['"080"', '080'],
  ] as const)
    test(`with ${written}`, () => assert.deepEqual(propertyOf(resources(written)), read));

  test('as JSON', () => {
    assert.deepEqual(propertyOf('{"Resources": {"R": {"Type": "A::B::C", "Properties": {"P": {"Ref": "X"}}}}}'), {
      Ref: 'X',
    });
  });
});

describe('a template is refused', () => {
  for (const [what, text, pattern] of [
    ['that does not parse, with the place', 'Resources:\n  R: [\n', /t\.yml:3:1: the template cannot be read/],
    ['with a key that stands twice', 'Resources:\n  R: {Type: A}\n  R: {Type: B}\n', /t\.yml:3:3: .*unique/i],
    ['with an alias', 'Resources:\n  R: &a {Type: A}\n  S: *a\n', /t\.yml:3:6: .*YAML alias/],
    ['without resources', 'Description: nothing\n', /has no Resources/],
    ['with a resource of no type', 'Resources:\n  R: {Properties: {}}\n', /resource R of the template has no Type/],
  ] as const)
    test(what, () => assert.throws(() => parseTemplate(text, 't.yml'), pattern));
});
