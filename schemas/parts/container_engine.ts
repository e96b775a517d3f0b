/** Which program works with images; shared by the container modules. */
export const containerEngine = {
  engine: {
    type: 'string',
    enum: ['auto', 'docker', 'podman', 'buildah'],
    default: 'auto',
    aliases: ['container_engine'],
    description: 'Program to use; `auto` takes the first of docker, podman and buildah, in this order, that answers.',
  },
  docker_host: {
    type: 'string',
    aliases: ['docker_url'],
    description:
      'Address of the engine, e.g. `unix:///var/run/docker.sock`; what `DOCKER_HOST` or the context says when not given.',
  },
  timeout: {
    type: 'integer',
    default: 60,
    minimum: 1,
    description: 'Seconds the engine may take for a question. Builds and transfers have no limit but that of the task.',
  },
} as const;
