/** The first call in an account makes ECS create its service-linked role, and then may not see it at once. */
export const serviceLinkedRole = {
  codes: ['InvalidParameterException', 'ClientException'],
  message: /service.linked role/i,
  limit: 60_000,
} as const;

/** A role made a moment ago is not seen everywhere yet; each failed try to assume it costs ECS half a minute. */
export const newRole = {
  codes: ['ClientException', 'InvalidParameterException', 'AccessDeniedException'],
  message: /role is not valid|unable to assume|iam:PassRole|role .* (does not exist|cannot be assumed)/i,
  limit: 30_000,
} as const;
