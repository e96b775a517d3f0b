// What everything is tagged with, as Play does it.
import { app } from './clients.mjs';

export const owner = { 'play:playbook': 'playbook.yml', 'play:version': '0.1.0' };
export const tags = (name) =>
  Object.entries({ Application: app, ...(name && { Name: name }), ...owner }).map(([Key, Value]) => ({ Key, Value }));
export const lowTags = tags().map(({ Key: key, Value: value }) => ({ key, value }));
export const tagged = (ResourceType, name) => ({ TagSpecifications: [{ ResourceType, Tags: tags(name) }] });
