import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';

/** `on` for EC2, whose operations take `DryRun`: the answer is then an error that says yes. */
export const onEc2: typeof on = (Command, handle) =>
  on(Command, (input, context: Context) => {
    if ((input as { DryRun?: boolean }).DryRun) {
      throw new ServiceError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return handle(input, context);
  });
