/** The first call in an account makes ECS create its service-linked role, and then may not see it at once. */
export const serviceLinkedRole = {
  codes: ['InvalidParameterException', 'ClientException'],
  message: /service.linked role/i,
  limit: 60_000,
} as const;
