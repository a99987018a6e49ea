import { useBackend } from '@dum/backend';
import {
  discoverSubnetworks,
  type FollowingSettings,
  type Interval,
  meanInterval,
  type PlantOptions,
  plantModules,
  type PlantScore,
  scorePlant,
} from '@dum/experiments';
import { continuousSparsification, gumbelSigmoid, hardConcrete, straightThrough } from '@dum/masks';

const estimators = { gumbelSigmoid, hardConcrete, straightThrough, continuousSparsification };

/** The name of a built-in estimator. */
type EstimatorName = keyof typeof estimators;

/** The kinds of plants: their architecture, and whether their tasks share units. */
export const plants = {
  'dense, disjoint': { kind: 'dense' },
  'dense, shared': { kind: 'dense', shared: 4 },
  'convolutional, disjoint': { kind: 'convolutional' },
  'convolutional, shared': { kind: 'convolutional', shared: 4 },
} as const satisfies Readonly<Record<string, Omit<PlantOptions, 'seed'>>>;

/** Options of {@link planted}. */
export interface PlantedOptions {
  /** Seeds of the plants and searches; each seed makes one plant of each kind. */
  readonly seeds: readonly number[];
  /** The number of seeds for each estimator other than the default; these take longer. */
  readonly others: number;
  /** Size of the plants; default that of `plantModules`. */
  readonly size?: Pick<PlantOptions, 'own' | 'samples'>;
  /** Samples of each step of the search; default that of `discoverSubnetworks`. */
  readonly batchSize?: number;
  readonly log: (line: string) => void;
}

/** How well one estimator recovers plants of one kind. */
export interface PlantedRow {
  readonly plants: string;
  readonly estimator: EstimatorName;
  readonly seeds: readonly number[];
  readonly precision: Figure;
  readonly recall: Figure;
  /** The share of subnetworks that equal the plant exactly. */
  readonly exact: number;
  /** The settings that the search derived by default. */
  readonly settings: FollowingSettings;
}

/** A mean over plants with its 95 % interval. */
export interface Figure extends Interval {
  readonly mean: number;
}

/** Searches random plants with default settings, and compares the subnetworks with the plants. */
export const planted = async ({ seeds, others, size, batchSize, log }: PlantedOptions): Promise<readonly PlantedRow[]> => {
  const backend = await useBackend('wasm');
  log(`Searching plants by defaults, seeds ${seeds[0]} to ${seeds.at(-1)}, ${backend.name} backend`);
  const rows: PlantedRow[] = [];
  for (const estimator of Object.keys(estimators) as EstimatorName[]) {
    const taken = estimator === 'gumbelSigmoid' ? seeds : seeds.slice(0, others);
    if (taken.length === 0) continue;
    for (const [name, plant] of Object.entries(plants)) {
      const row = await search(name, { ...plant, ...size }, estimator, { seeds: taken, ...(batchSize === undefined ? {} : { batchSize }) });
      log(`${estimator}, ${name}: precision ${row.precision.mean.toFixed(3)}, recall ${row.recall.mean.toFixed(3)}`);
      rows.push(row);
    }
  }
  return rows;
};

const search = async (
  name: string,
  plant: Omit<PlantOptions, 'seed'>,
  estimator: EstimatorName,
  { seeds, ...given }: Pick<PlantedOptions, 'seeds' | 'batchSize'>,
): Promise<PlantedRow> => {
  const scores: { readonly ofTasks: readonly PlantScore[]; readonly settings: FollowingSettings }[] = [];
  for (const seed of seeds) {
    const { network, tasks, planted: answers } = await plantModules({ ...plant, seed });
    const found = await discoverSubnetworks(network, tasks, { ...given, estimator: estimators[estimator](), seed });
    network.dispose();
    const ofTasks = found.map(({ subnetwork }, task) =>
      subnetwork === undefined ? { precision: 0, recall: 0 } : scorePlant(subnetwork.masks, answers[task]!),
    );
    scores.push({ ofTasks, settings: found[0]!.settings });
  }
  const figureOf = (of: 'precision' | 'recall'): Figure => {
    const values = scores.map(({ ofTasks }) => mean(ofTasks.map((score) => score[of])));
    return { mean: mean(values), ...meanInterval(values, { range: [0, 1] }) };
  };
  const exact = mean(scores.flatMap(({ ofTasks }) => ofTasks.map(({ precision, recall }) => Number(precision === 1 && recall === 1))));
  const { settings } = scores[0]!;
  return { plants: name, estimator, seeds, precision: figureOf('precision'), recall: figureOf('recall'), exact, settings };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
