import type { TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Chooses among the target groups of a forward, time after time. */
export interface Turns {
  /** The next group; undefined when every weight is 0. */
  next(tuples: readonly TargetGroupTuple[]): string | undefined;
}

/**
 * Weighted turns, evenly mixed: of ten requests at 8 to 2 the second group gets the third and the eighth. AWS says only
 * which share each group gets.
 */
export function createTurns(): Turns {
  const credit = new Map<string, number>();
  return {
    next(tuples) {
      const groups = tuples.flatMap(({ TargetGroupArn: arn, Weight: weight = 1 }) =>
        arn !== undefined && weight > 0 ? [{ arn, weight }] : [],
      );
      const total = groups.reduce((sum, { weight }) => sum + weight, 0);
      let best: string | undefined;
      for (const { arn, weight } of groups) {
        credit.set(arn, (credit.get(arn) ?? 0) + weight);
        if (best === undefined || credit.get(arn)! > credit.get(best)!) best = arn;
      }
      if (best !== undefined) credit.set(best, credit.get(best)! - total);
      return best;
    },
  };
}
