import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unknown } from '../../../template/values.ts';
import type { Data } from './data.ts';
import { createEvaluator, type ParameterValues } from './evaluate.ts';
import type { Template } from './template.ts';

const template: Template = {
  Parameters: { Env: {}, Count: { Type: 'Number' }, Zones: { Type: 'CommaDelimitedList' }, Later: {} },
  Mappings: { Sizes: { prod: { cpu: 1024 }, test: { cpu: 256 } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
    IsSmall: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Two: { 'Fn::Equals': [{ Ref: 'Count' }, 2] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'Two' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'Here' }] },
    Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
  },
  Resources: {},
};
const values: ParameterValues = { Env: 'test', Count: '2', Zones: 'a, b,c', Later: new Unknown() };
const { value, condition } = createEvaluator(template, values);

for (const [written, expected] of [
  [{ Ref: 'Env' }, 'test'],
  [{ Ref: 'Zones' }, ['a', 'b', 'c']],
  [{ Ref: 'Vpc' }, { Ref: 'Vpc' }],
  [{ 'Fn::Sub': '${Env}-${Count}' }, 'test-2'],
  [{ 'Fn::Sub': '${Env}-${Vpc.Arn}-${!Env}' }, { 'Fn::Sub': 'test-${Vpc.Arn}-${!Env}' }],
  [{ 'Fn::Sub': '${Env}-${!Env}' }, 'test-${Env}'],
  [{ 'Fn::Sub': ['${A}', { A: { Ref: 'Env' } }] }, 'test'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Env' }]] }, 'a-test'],
  [{ 'Fn::Join': ['-', [{ Ref: 'Vpc' }]] }, { 'Fn::Join': ['-', [{ Ref: 'Vpc' }]] }],
  [{ 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
  [{ 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'cpu'] }, 256],
  [{ 'Fn::If': ['IsProd', 1, { Ref: 'Env' }] }, 'test'],
  [{ a: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }, b: 1 }, { b: 1 }],
  [[{ Ref: 'AWS::NoValue' }, 1], [1]],
  [{ 'Fn::If': ['Here', 1, 2] }, { 'Fn::If': ['Here', 1, 2] }],
  [{ 'Fn::ImportValue': { 'Fn::Sub': '${Env}-VpcId' } }, { 'Fn::ImportValue': 'test-VpcId' }],
] as readonly [Data, Data][])
  test(`${JSON.stringify(written)} comes to ${JSON.stringify(expected)}`, () =>
    assert.deepEqual(value(written), expected));

for (const written of [
  { Ref: 'Later' },
  { 'Fn::Sub': 'x-${Later}' },
  { 'Fn::Join': ['', ['a', { Ref: 'Later' }]] },
  { 'Fn::Split': [',', { Ref: 'Later' }] },
] as Data[])
  test(`${JSON.stringify(written)} is not known before its parameter is`, () =>
    assert.ok(value(written) instanceof Unknown));

test('conditions hold, do not hold, or only AWS can tell', () => {
  const names = ['IsProd', 'IsSmall', 'Two', 'Either', 'Both', 'Here'];
  assert.deepEqual(names.map(condition), [false, true, true, true, false, undefined]);
});
