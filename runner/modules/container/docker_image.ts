import { dockerImageSchema } from '../../../schemas/docker_image.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { imageInEcr } from './image_ecr.ts';
import { imageAbsent, imageInEngine } from './image_local.ts';
import { ecrRepository } from './image_name.ts';
import { foretold, imageTask, readBuild } from './image_task.ts';
import { type ImageParams, inTodaysWords } from './old_spellings.ts';

/** Builds, moves and removes images (Ansible: `community.docker.docker_image`). */
export const dockerImage = action({
  name: 'docker_image',
  schema: dockerImageSchema,
  check: 'predicts',
  touches: ['ecr', 'ecr-public'],
  async run(written, context) {
    const params = inTodaysWords(written, context);
    if (containsUnknown(params)) return notKnownYet(params, context);
    if (params.state === 'absent') return imageAbsent(params, context);
    const task = await imageTask(params, context);
    const repository = params.push ? ecrRepository(task.target) : undefined;
    return repository ? imageInEcr(task, repository) : imageInEngine(task);
  },
});

/** The registry is not there yet; what the build needs can be looked at all the same. */
async function notKnownYet(params: ImageParams, context: ActionContext): Promise<Result> {
  if (params.state === 'absent') return { changed: true, actions: [], image: unknown };
  const auto = params.tag === 'auto' && !containsUnknown([params.build, params.platform]);
  const tag = auto ? (await readBuild(params, context)).digest.slice(0, 20) : params.tag;
  const result = foretold({ params, target: { repository: '' }, tag }, []);
  return { ...result, reference: unknown };
}
