/** The samples that activate a unit most. */
export interface StrongestSamples {
  /** Their indices in the split, the strongest first; of equal activations, the earlier. */
  readonly samples: readonly number[];
  /** The mean of their activations. */
  readonly meanActivation: number;
}

/** A summary of the activations of one unit. */
interface TalliedUnit {
  /** The mean over the samples of each class of the data; null for a class without a sample. */
  readonly meanByClass: readonly (number | null)[];
  /** The range of the means of the task's classes, in standard deviations over the task's samples. */
  readonly selectivity: number;
  /** Null for a constant unit. */
  readonly strongest: StrongestSamples | null;
}

/** Collects the activations of one unit. */
export interface ResponseTally {
  add(activation: number, sample: number, label: number): void;
  read(): TalliedUnit;
}

/** The task of a tally, by the task's class of each class of the data, and how many strongest samples it keeps. */
export interface TallyOptions {
  readonly classOf: readonly number[];
  /** How many classes the task has. */
  readonly taskClasses: number;
  readonly most: number;
}

/** An empty tally. Samples whose label is not a class of the data are not counted. */
export const createTally = ({ classOf, taskClasses, most }: TallyOptions): ResponseTally => {
  const sums = new Float64Array(classOf.length);
  const squares = new Float64Array(classOf.length);
  const counts = new Uint32Array(classOf.length);
  const strongest: { readonly sample: number; readonly activation: number }[] = [];
  let least = Number.POSITIVE_INFINITY;
  return {
    add(activation, sample, label) {
      if (label >= classOf.length) return;
      sums[label]! += activation;
      squares[label]! += activation ** 2;
      counts[label]!++;
      least = Math.min(least, activation);
      if (strongest.length === most && activation <= strongest[most - 1]!.activation) return;
      const place = strongest.findIndex((other) => activation > other.activation);
      strongest.splice(place < 0 ? strongest.length : place, 0, { sample, activation });
      strongest.length = Math.min(strongest.length, most);
    },
    read() {
      const above = strongest.filter(({ activation }) => activation > least);
      const meanByClass = Array.from(sums, (sum, label) => (counts[label] === 0 ? null : sum / counts[label]!));
      if (above.length === 0) return { meanByClass, selectivity: 0, strongest: null };
      const meanActivation = above.reduce((sum, { activation }) => sum + activation, 0) / above.length;
      return {
        meanByClass,
        selectivity: selectivityOf(sums, squares, counts, { classOf, taskClasses }),
        strongest: { samples: above.map(({ sample }) => sample), meanActivation },
      };
    },
  };
};

const selectivityOf = (
  sums: Float64Array,
  squares: Float64Array,
  counts: Uint32Array,
  { classOf, taskClasses }: Omit<TallyOptions, 'most'>,
): number => {
  const of = Array.from({ length: taskClasses }, () => ({ sum: 0, squares: 0, count: 0 }));
  for (const [label, taskClass] of classOf.entries()) {
    const own = of[taskClass];
    if (own === undefined) continue;
    own.sum += sums[label]!;
    own.squares += squares[label]!;
    own.count += counts[label]!;
  }
  const total = (key: 'sum' | 'squares' | 'count') => of.reduce((sum, each) => sum + each[key], 0);
  const variance = total('squares') / total('count') - (total('sum') / total('count')) ** 2;
  const means = of.filter(({ count }) => count > 0).map(({ sum, count }) => sum / count);
  return variance > 0 ? (Math.max(...means) - Math.min(...means)) / Math.sqrt(variance) : 0;
};
