// Sides of a comparison, measured in turn, so that what else the machine does falls on all of them alike.

/**
 * Lets sides run as `rounds` rounds of A B C A B A B: each side `each` times a round, the quick ones more often than the slow.
 * A side is { name, each, run() }, and `run` gives one sample, or several by what they are of: { 'first run': sample, … }.
 */
export async function inTurn(rounds, sides, onSample = () => {}) {
  const samples = new Map(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const side of orderOf(sides)) {
      const sample = await side.run();
      samples.get(side.name).push(sample);
      onSample(side.name, sample);
    }
  return samples;
}

/** The sides of one round. */
export function orderOf(sides) {
  const most = Math.max(...sides.map(({ each = 1 }) => each));
  return Array.from({ length: most }, (_, turn) => sides.filter(({ each = 1 }) => turn < each)).flat();
}
