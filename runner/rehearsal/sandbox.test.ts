import { describe } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { createStage } from './stage.ts';
import { deploymentStories } from './stories.ts';

const environment = { PATH: process.env['PATH'] ?? '' };

describe('the shipped playbook in the sandbox', () => {
  deploymentStories(createStage({ sandbox: createSandbox(), environment }), { imageRole: true });
});
