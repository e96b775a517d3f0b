import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unknown } from '../../../template/values.ts';
import type { ParameterValues } from './evaluate.ts';
import { changedTypes, describeChange, resourceChanges } from './resource_changes.ts';
import { parseTemplate } from './template_text.ts';

const base = `
Parameters: { Image: { Type: String }, Count: { Type: Number, Default: 1 }, Extra: { Type: String, Default: 'no' } }
Conditions: { HasExtra: !Equals [!Ref Extra, 'yes'] }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: { Family: f, ContainerDefinitions: [{ Name: web, Image: !Ref Image }] }
  Service:
    Type: AWS::ECS::Service
    Properties: { TaskDefinition: !Ref Task, DesiredCount: !Ref Count, Cluster: c }
  Topic:
    Type: AWS::SNS::Topic
    Condition: HasExtra
    DeletionPolicy: Retain
    Properties: { DisplayName: t }
`;
const defaults = { Image: 'a', Count: '1', Extra: 'no' };

/** What becomes of the resources when these parameters and these lines of the template change. */
function changes(
  given: ParameterValues,
  edit: (text: string) => string = (text) => text,
  before: ParameterValues = {},
) {
  const now = { template: parseTemplate(base, 't'), parameters: { ...defaults, ...before } };
  const want = { template: parseTemplate(edit(base), 't'), parameters: { ...defaults, ...before, ...given } };
  return resourceChanges(now, want).map(describeChange);
}

test('nothing changes when nothing differs but the spelling', () => {
  assert.deepEqual(changes({}), []);
  assert.deepEqual(
    changes({}, (text) =>
      text.replace('!Ref Task', '{ Ref: Task }').replace('DesiredCount: !Ref Count', 'DesiredCount: 1'),
    ),
    [],
  );
});

test('a parameter changes the resources that it is used in', () => {
  assert.deepEqual(changes({ Count: '3' }), ['modify Service (AWS::ECS::Service: DesiredCount)']);
});

test('what refers to a resource that is replaced changes with it', () => {
  assert.deepEqual(changes({ Image: 'b' }), [
    'replace Task (AWS::ECS::TaskDefinition: ContainerDefinitions)',
    'modify Service (AWS::ECS::Service: TaskDefinition)',
  ]);
});

test('a parameter that is not known yet changes what it is used in', () => {
  assert.deepEqual(changes({ Count: new Unknown() }), ['modify Service (AWS::ECS::Service: DesiredCount)']);
});

test('a condition adds and removes, and what is retained is said to stay', () => {
  assert.deepEqual(changes({ Extra: 'yes' }), ['add Topic (AWS::SNS::Topic)']);
  assert.deepEqual(changes({ Extra: 'no' }, undefined, { Extra: 'yes' }), [
    'remove Topic (AWS::SNS::Topic), which stays in the account',
  ]);
});

test('a fixed property replaces', () => {
  assert.deepEqual(
    changes({}, (text) => text.replace('Cluster: c', 'Cluster: d')),
    ['replace Service (AWS::ECS::Service: Cluster)'],
  );
});

test('a resource cannot become one of another type', () => {
  const now = { template: parseTemplate(base, 't'), parameters: defaults };
  const template = parseTemplate(base.replace('AWS::ECS::TaskDefinition', 'AWS::SNS::Topic'), 't');
  assert.deepEqual(changedTypes(now, { template, parameters: defaults }), ['Task']);
});
