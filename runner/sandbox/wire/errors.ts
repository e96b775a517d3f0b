/**
 * An answer that says no, as AWS words it. `code` is a modelled shape name (`ResourceNotFoundException`), its query code
 * (`NoSuchEntity`) or, as for all of EC2, which models no errors, the code itself.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members beside the message, for shapes that have them. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
