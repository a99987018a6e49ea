import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { complement, keptUnits, type MaskSet, type Subnetwork } from '@dum/masks/mask-set';
import { compareMasks } from '@dum/masks/overlap';
import type { SearchOptions } from '../discovery/discover-subnetworks.js';
import { type DiscoveryOptions, resolveOptions } from '../discovery/options.js';
import { defaultMemory } from '../discovery/frozen-activations.js';
import { requireSharedSamples } from '../discovery/shared-samples.js';
import { requireSameNetwork } from '../evaluation/require-same-network.js';
import { createMaskFitter, fitAndMeasure } from '../fitting/mask-fitter.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { anyInteger, atLeastZero, fillOptions, positiveInteger, requireNumbers } from '../options/check-options.js';
import { ablateSubnetworks } from './ablate-subnetworks.js';
import { balancedAccuracyInterval, type Interval } from './bootstrap.js';
import { type AgainstChance, againstChance } from './against-chance.js';
import { evaluateWithOriginalHead } from '../evaluation/evaluate-with-original-head.js';
import { drawControls } from './random-controls.js';
import { sampleOfRest } from './sample-of-rest.js';
import { masksOfSeed, searchRandomNetwork } from './search-again.js';
import { type Verdict, verdictOn } from './verdict.js';

/** A subnetwork and the task that it was found for. */
export interface FoundSubnetwork {
  readonly subnetwork: Subnetwork;
  readonly task: Task;
}

/** What evidence is gathered with; take the settings of the read-outs from the search. */
export interface EvidenceOptions {
  /** Random masks of the same sizes; default 100. */
  readonly draws?: number;
  /** Passes in which every read-out is fitted; default 4. */
  readonly readOutEpochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take. */
  readonly memory?: number;
  /** Keys draws and resampling; default 1. */
  readonly seed?: number;
  /** The classes that the network's own head answers; without them its figures and the damage are left out. */
  readonly classNames?: readonly string[];
  /** The settings of the search, for the controls that search again; without them these are left out. */
  readonly search?: SearchOptions;
  /** Seeds of further searches, by which stability is judged; default two others. */
  readonly otherSeeds?: readonly number[];
  /** Hears what is being done, and which share of that is done, from 0 to 1. */
  readonly onProgress?: (what: string, done: number) => void;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** A figure of masks with a read-out of their own. */
export interface ScoredMasks {
  readonly metrics: ClassificationMetrics;
  /** 95 % bootstrap interval of the balanced accuracy over the split's samples. */
  readonly interval: Interval;
}

/** What there is to say for and against one subnetwork; figures are of the split given. */
export interface Evidence {
  readonly task: string;
  readonly found: ScoredMasks;
  /** The subnetwork read through the network's own head; undefined where its classes are not known. */
  readonly originalHead: ClassificationMetrics | undefined;
  /** A read-out on all units. */
  readonly headOnly: ScoredMasks;
  /** Random masks with as many units in each layer; balanced accuracies. */
  readonly random: AgainstChance;
  /** The rest of the network. */
  readonly complement: ScoredMasks;
  /** As many units in each layer as the subnetwork has, drawn from the rest. Where the rest of a layer is smaller, all of it. */
  readonly complementSample: ScoredMasks;
  /** The same search over a randomly initialized network; undefined without `search`, or where it found nothing. */
  readonly randomNetwork: (ScoredMasks & { readonly keptUnits: number }) | undefined;
  /** The recall that each class of the network loses, through its own head, when the subnetwork's units go; undefined where classes are not known. */
  readonly damage: readonly number[] | undefined;
  /** For each other seed, the corrected intersection over union with what was found there. */
  readonly overlaps: readonly number[];
  readonly verdict: Verdict;
}

/**
 * Everything that tells a finding from an accident, for each of some subnetworks found together.
 *
 * Every control has a read-out of its own, trained with the same budget: random masks of the same sizes, the rest of the network, a sample
 * of the rest of the same size, all units, and the same search over a random network and with other seeds. Nothing here
 * is chosen by the split, so it may be the test split, once.
 *
 * Throws `bad-input` as `randomControls`, `evaluateNetwork` and `discoverSubnetworks` do, before anything is fitted.
 *
 * @example
 * const [zero] = await gatherEvidence(network, [{ subnetwork, task }], mnist.test, { classNames: mnist.classNames, search });
 * console.log(zero.verdict.text);
 */
export const gatherEvidence = async (
  network: LayersModel,
  found: readonly FoundSubnetwork[],
  split: Split,
  options: EvidenceOptions = {},
): Promise<Evidence[]> => {
  const settings = resolveEvidenceOptions(options);
  if (found.length === 0) return [];
  requireNewHeads(found);
  const { draws, readOutEpochs, batchSize, memory, seed, classNames, search, otherSeeds, onProgress, signal } = settings;
  const [subnetworks, tasks] = [found.map(({ subnetwork }) => subnetwork), found.map(({ task }) => task)];
  requireSharedSamples('gatherEvidence', tasks);
  await requireSameNetwork('gatherEvidence', network, subnetworks);
  const tell = (what: string, done = 0) => {
    onProgress?.(what, done);
    signal?.throwIfAborted();
  };

  const hasClasses = classNames !== undefined;
  if (hasClasses) tell("the network's own head");
  const ablation = hasClasses ? await ablateSubnetworks(network, subnetworks, split, classNames) : undefined;
  const originalHead = hasClasses ? await evaluateWithOriginalHead(network, subnetworks, split) : undefined;

  tell('all units');
  const maskSets = subnetworks.map(({ masks }) => masks);
  const fitter = await createMaskFitter(network, tasks, split, maskSets[0]!, {
    who: 'gatherEvidence',
    readOutEpochs,
    batchSize,
    memory,
    seed,
    signal,
  });
  const fittedOn = async (masks: readonly MaskSet[]) => (await fitAndMeasure(fitter, masks)).map((metrics) => scored(metrics, seed));
  let own: ScoredMasks[];
  let headOnly: ScoredMasks[];
  let complements: ScoredMasks[];
  let samples: ScoredMasks[];
  let controls: ClassificationMetrics[][];
  try {
    const readOuts = subnetworks.map(({ readOut }) => readOut);
    own = (await fitter.measure(maskSets, readOuts)).map((metrics) => scored(metrics, seed));
    headOnly = await fittedOn(maskSets.map(everyUnit));
    tell('the rest');
    complements = await fittedOn(maskSets.map(complement));
    tell('a sample of the rest');
    samples = await fittedOn(subnetworks.map((each) => sampleOfRest(each, seed)));
    tell('random masks');
    controls = await drawControls(fitter, subnetworks, { draws, seed, onProgress: (draw) => tell('random masks', draw / draws) });
  } finally {
    fitter.dispose();
  }
  const searchAs = (what: string): SearchOptions => ({
    ...search,
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => {
      search?.onProgress?.(progress);
      if (progress.phase === 'masks') tell(what, progress.step / progress.steps);
    },
  });
  const again: ReadonlyMap<string, MaskSet>[] = [];
  for (const other of search === undefined ? [] : otherSeeds)
    again.push(await masksOfSeed(network, tasks, searchAs(`the same search with seed ${other}`), other));
  const elsewhere =
    search === undefined
      ? undefined
      : await searchRandomNetwork(network, tasks, searchAs('the same search over a random network'), split, seed);

  return found.map(({ subnetwork }, index) => {
    const { metrics, interval } = own[index]!;
    const random = againstChance(
      metrics.balancedAccuracy,
      controls[index]!.map(({ balancedAccuracy }) => balancedAccuracy),
    );
    const untrained = elsewhere?.get(subnetwork.task);
    const overlaps = again.flatMap((masksOf) => {
      const other = masksOf.get(subnetwork.task);
      return other === undefined ? [] : [compareMasks(subnetwork.masks, other).corrected.iou ?? 1];
    });
    return {
      task: subnetwork.task,
      found: own[index]!,
      originalHead: originalHead?.[index],
      headOnly: headOnly[index]!,
      random,
      complement: complements[index]!,
      complementSample: samples[index]!,
      randomNetwork:
        untrained === undefined ? undefined : { ...scored(untrained.metrics, seed), keptUnits: keptUnits(untrained.subnetwork.masks) },
      damage: ablation?.damage[index],
      overlaps,
      verdict: verdictOn({
        found: metrics.balancedAccuracy,
        interval,
        wholeNetwork: headOnly[index]!.metrics.balancedAccuracy,
        chance: random,
        rest: complements[index]!.metrics.balancedAccuracy,
        restInterval: complements[index]!.interval,
        overlaps,
      }),
    };
  });
};

/** Every control has a new read-out, so what it is compared with must have one too. */
const requireNewHeads = (found: readonly FoundSubnetwork[]): void => {
  const other = found.find(({ subnetwork }) => subnetwork.readOut.kind !== 'new-head');
  if (other === undefined) return;
  throw new DumError(
    'bad-input',
    `gatherEvidence: "${other.subnetwork.task}" is read through the network's own head, and its controls through new ones; give its masks a new head first, with fitSubnetworks`,
  );
};

const everyUnit = ({ layers, ...masks }: MaskSet): MaskSet => ({
  ...masks,
  layers: layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => 1) })),
});

const scored = (metrics: ClassificationMetrics, seed: number): ScoredMasks => ({
  metrics,
  interval: balancedAccuracyInterval(metrics, { seed }),
});

const resolveEvidenceOptions = (options: EvidenceOptions) => {
  const who = 'gatherEvidence';
  const defaults = { draws: 100, readOutEpochs: 4, batchSize: 256, memory: defaultMemory, seed: 1 };
  const settings = fillOptions(who, defaults, options, ['classNames', 'search', 'otherSeeds', 'onProgress', 'signal']);
  const kinds = {
    draws: positiveInteger,
    readOutEpochs: positiveInteger,
    batchSize: positiveInteger,
    memory: atLeastZero,
    seed: anyInteger,
  };
  requireNumbers(who, settings, kinds);
  const { seed: used } = resolveOptions(withoutWorkers(settings.search ?? {}));
  const otherSeeds = settings.otherSeeds ?? [used + 1, used + 2];
  return { ...settings, otherSeeds };
};

/** The settings that a search has wherever it is done. */
const withoutWorkers = (search: SearchOptions): DiscoveryOptions => {
  const settings = { ...search };
  delete settings.workers;
  return settings;
};
