/** The last part of an ARN, or the text itself when it is a name. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The name of the cluster in the ARN of a service, task or deployment. */
export function clusterNameOf(arn: string): string {
  return arn.split('/').at(-2) ?? '';
}

/** A task's id. */
export const taskId = lastPart;

/** `family` and, where given, `revision` of a reference: an ARN, `family:revision` or `family`. */
export function parseDefinition(reference: string): { family: string; revision?: string } {
  const [family = '', revision] = lastPart(reference).split(':');
  return revision === undefined ? { family } : { family, revision };
}
