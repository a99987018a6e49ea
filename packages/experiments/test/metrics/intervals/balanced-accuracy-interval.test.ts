import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancedAccuracyInterval } from '@dum/experiments';

const intervalOf = (...classes: readonly (readonly [hits: number, count: number])[]) =>
  balancedAccuracyInterval({
    confusion: classes.map(([hits, count], actual) =>
      classes.map((_, predicted) => (predicted === actual ? hits : predicted === (actual === 0 ? 1 : 0) ? count - hits : 0)),
    ),
  });

/** The likely numbers of hits and their probabilities, by the recurrence of the binomial distribution. */
const binomial = (count: number, share: number): { readonly hits: number; readonly probability: number }[] => {
  let log = count * Math.log(1 - share);
  return Array.from({ length: count + 1 }, (_, hits) => {
    if (hits > 0) log += Math.log((count - hits + 1) / hits) + Math.log(share / (1 - share));
    return { hits, probability: Math.exp(log) };
  }).filter(({ probability }) => probability > 1e-9);
};

/** The coverage and mean width of the interval for two classes, summed over what can happen. */
const exactly = (counts: readonly [number, number], shares: readonly [number, number]) => {
  const truth = (shares[0] + shares[1]) / 2;
  const [first, second] = [binomial(counts[0], shares[0]), binomial(counts[1], shares[1])];
  let [coverage, width] = [0, 0];
  for (const one of first) {
    for (const other of second) {
      const { low, high } = intervalOf([one.hits, counts[0]], [other.hits, counts[1]]);
      const probability = one.probability * other.probability;
      if (low <= truth && truth <= high) coverage += probability;
      width += probability * (high - low);
    }
  }
  return { coverage, width };
};

const counts = [
  [9, 91],
  [20, 20],
  [50, 950],
  [1000, 9000],
] as const;
const shares = [0.9, 0.99, 0.999];

describe('the interval of 95 % of a balanced accuracy', () => {
  it.each(counts.flatMap((count) => shares.flatMap((one) => shares.map((other) => ({ count, share: [one, other] as const })))))(
    'covers that of $count samples with shares $share in at least 93 % of cases',
    ({ count, share }) => {
      expect(exactly(count, share).coverage).toBeGreaterThanOrEqual(0.93);
    },
  );

  it.each(counts.filter(([least]) => least >= 20).flatMap((count) => [0.6, 0.75, 0.9].map((share) => ({ count, share }))))(
    'of $count samples with shares of $share is at most 1.25 times as wide as it must be',
    ({ count, share }) => {
      const least = 1.96 * Math.sqrt((share * (1 - share)) / count[0] + (share * (1 - share)) / count[1]);
      const { coverage, width } = exactly(count, [share, share]);
      expect(width / least).toBeLessThan(1.25);
      expect(coverage).toBeLessThan(0.975);
    },
  );

  it('is that of the normal approximation for many samples', () => {
    const { low, high } = intervalOf([180_000, 200_000], [85_000, 100_000]);
    const deviation = Math.sqrt((0.9 * 0.1) / 200_000 + (0.85 * 0.15) / 100_000) / 2;
    expect(low).toBeCloseTo(0.875 - 1.96 * deviation, 4);
    expect(high).toBeCloseTo(0.875 + 1.96 * deviation, 4);
  });

  it('of one class is that of Agresti and Coull, around the share itself', () => {
    // 10 of 10: (10 + 1.9207) / 13.8415 = .8612, less 1.96 √(.8612 · .1388 / 13.8415)
    expect(balancedAccuracyInterval({ confusion: [[10]] })).toEqual({ low: expect.closeTo(0.6791, 3) as number, high: 1 });
  });
});

describe('an interval of a balanced accuracy', () => {
  const classes = fc.array(
    fc.integer({ min: 1, max: 500 }).chain((count) => fc.tuple(fc.integer({ min: 0, max: count }), fc.constant(count))),
    { minLength: 2, maxLength: 5 },
  );

  it('has a width, holds the figure, stays in [0, 1] and mirrors when hits and errors change places', () => {
    fc.assert(
      fc.property(classes, (each) => {
        const figure = each.reduce((sum, [hits, count]) => sum + hits / count, 0) / each.length;
        const { low, high } = intervalOf(...each);
        expect(low).toBeGreaterThanOrEqual(-1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(high - low).toBeGreaterThan(0.001);
        expect(low).toBeLessThanOrEqual(figure + 1e-12);
        expect(high).toBeGreaterThanOrEqual(figure - 1e-12);
        const mirrored = intervalOf(...each.map(([hits, count]) => [count - hits, count] as const));
        expect(mirrored.low).toBeCloseTo(1 - high, 9);
        expect(mirrored.high).toBeCloseTo(1 - low, 9);
      }),
    );
  });

  it('of a constant answer is around guessing, and narrower with more samples', () => {
    const [few, many] = [intervalOf([10, 10], [0, 10]), intervalOf([1000, 1000], [0, 1000])];
    expect(few.low).toBeLessThan(0.4);
    expect(few.high).toBeGreaterThan(0.6);
    expect(many.low).toBeLessThan(0.5);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 20);
  });

  it('is wider with more confidence', () => {
    const metrics = {
      confusion: [
        [9, 1],
        [2, 8],
      ],
    };
    expect(balancedAccuracyInterval(metrics, { confidence: 0.99 }).low).toBeLessThan(balancedAccuracyInterval(metrics).low);
  });

  it.each<[readonly (readonly number[])[], object, string]>([
    [[], {}, 'the confusion matrix has no class; expected at least one'],
    [[[1, 2], [3]], {}, 'row 1 of the confusion matrix has 1 counts; expected 2, one for each class'],
    [
      [
        [1, 2],
        [3, Number.NaN],
      ],
      {},
      'count 1 of row 1 of the confusion matrix is NaN; expected a whole number of at least 0',
    ],
    [
      [
        [1, 2],
        [0, 0],
      ],
      {},
      'class 1 has no sample; expected at least one of each class',
    ],
    [[[1]], { confidence: 0 }, 'confidence is 0; expected a finite number above 0 and below 1'],
    [[[1]], { seed: 1 }, 'no option is called "seed"; there are confidence'],
  ])('of %j with %o is refused', (confusion, options, message) => {
    expect(() => balancedAccuracyInterval({ confusion }, options)).toThrow(`balancedAccuracyInterval: ${message}`);
  });
});
