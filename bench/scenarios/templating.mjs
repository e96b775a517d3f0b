import { join } from 'node:path';
import { samePlaybook } from './peers.mjs';
import { templates } from './written.mjs';

export const templating = samePlaybook({
  name: 'templating',
  title: 'templating: 20 renderings of a template with loops and filters over 300 records, and 200 chains of filters',
  what: 'templating',
  rounds: { usual: 3, quick: 1 },
  write: (folder) => templates(join(folder, 'templating')),
});
