import { rmSync } from 'node:fs';
import type { ActionContext } from '../module.ts';
import { loginFrom } from './ecr_images.ts';
import type { Engine } from './engine.ts';
import { ecrPublicHost } from './image_name.ts';
import { logIn, separateLoginFolder } from './private_login.ts';

/** The one region that gives tokens for ECR Public (User guide, "Registry authentication"), wherever the rest goes. */
const tokenRegion = 'us-east-1';

/** Logs in to Amazon ECR Public for as long as `use` takes, which gets the folder of the login. */
export async function loggedInToEcrPublic<T>(
  engine: Engine,
  context: ActionContext,
  use: (logins: string) => Promise<T>,
): Promise<T> {
  // Here, so that the many images that go elsewhere do without this client.
  const { ECRPUBLICClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr-public');
  const world = await context.world({ region: tokenRegion });
  const answer = await world.client(ECRPUBLICClient).send(new GetAuthorizationTokenCommand({}));
  const login = loginFrom(answer.authorizationData?.authorizationToken, 'ECR Public');
  const logins = separateLoginFolder(context);
  try {
    await logIn(engine, logins, { registry: ecrPublicHost, ...login });
    return await use(logins);
  } finally {
    rmSync(logins, { recursive: true, force: true });
  }
}
