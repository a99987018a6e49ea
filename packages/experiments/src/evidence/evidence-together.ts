import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split } from '@dum/datasets';
import { complement, keptUnits, type MaskSet } from '@dum/masks/mask-set';
import { compareMasks } from '@dum/masks/overlap';
import type { SearchOptions } from '../search/index.js';
import { evaluateWithOriginalHead } from '../evaluation/evaluate-with-original-head.js';
import { createMaskFitter, fitAndMeasure } from '../read-outs/index.js';
import type { ClassificationMetrics } from '../metrics/classification-metrics.js';
import { effectsOf } from '../masked/mask-effects.js';
import { ablateSubnetworks } from './ablate-subnetworks.js';
import { againstChance } from './against-chance.js';
import { balancedAccuracyInterval } from '../metrics/intervals/balanced-accuracy-interval.js';
import type { Evidence, FoundSubnetwork, ScoredMasks } from './evidence.js';
import type { EvidenceSettings } from './evidence-options.js';
import { drawControls } from './random-controls.js';
import { sampleOfComplement } from './sample-of-complement.js';
import { masksOfSeeds, searchRandomNetwork } from './search-again.js';
import { verdictOn } from './verdict.js';

/** Gathers the evidence on subnetworks of tasks that share their samples; controls are fitted and searches repeated together. */
export const evidenceTogether = async (
  network: LayersModel,
  found: readonly FoundSubnetwork[],
  split: Split,
  settings: EvidenceSettings,
): Promise<Evidence[]> => {
  const { draws, readOutEpochs, batchSize, memory, seed, classNames, search, otherSeeds, onProgress, signal } = settings;
  const [subnetworks, tasks] = [found.map(({ subnetwork }) => subnetwork), found.map(({ task }) => task)];
  const report = (what: string, done = 0) => {
    onProgress?.(what, done);
    signal?.throwIfAborted();
  };

  const effects = effectsOf('gatherEvidence', subnetworks);
  const hasClasses = classNames !== undefined;
  if (hasClasses) report('the original head');
  const ablation =
    hasClasses && effects.dropped !== 'constant'
      ? await ablateSubnetworks(network, subnetworks, split, classNames, { train: tasks[0]!.train })
      : undefined;
  const originalHead = hasClasses ? await evaluateWithOriginalHead(network, subnetworks, split) : undefined;

  report('all units');
  const maskSets = subnetworks.map(({ masks }) => masks);
  const fitter = await createMaskFitter(network, tasks, split, maskSets[0]!, {
    who: 'gatherEvidence',
    effects,
    readOutEpochs,
    batchSize,
    memory,
    seed,
    signal,
  });
  const fittedOn = async (masks: readonly MaskSet[]) => (await fitAndMeasure(fitter, masks)).map(scored);
  let own: ScoredMasks[];
  let allUnits: ScoredMasks[];
  let complements: ScoredMasks[];
  let samples: ScoredMasks[];
  let controls: ClassificationMetrics[][];
  try {
    own = (await fitter.measure(subnetworks)).map(scored);
    allUnits = await fittedOn(maskSets.map(everyUnit));
    report('the complement');
    complements = await fittedOn(maskSets.map(complement));
    report('a sample of the complement');
    samples = await fittedOn(subnetworks.map((each) => sampleOfComplement(each, seed)));
    report('random masks');
    controls = await drawControls(fitter, subnetworks, { draws, seed, onProgress: (draw) => report('random masks', draw / draws) });
  } finally {
    fitter.dispose();
  }
  const searchAs = (what: string): SearchOptions => ({
    ...search,
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => {
      search?.onProgress?.(progress);
      if (progress.phase === 'masks') report(what, progress.step / progress.steps);
    },
  });
  const searchOfSeed = (other: number) => searchAs(`the same search with seed ${other}`);
  const again = search === undefined ? [] : await masksOfSeeds(network, tasks, searchOfSeed, otherSeeds);
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
      allUnits: allUnits[index]!,
      random,
      complement: complements[index]!,
      complementSample: samples[index]!,
      randomNetwork:
        untrained === undefined ? undefined : { ...scored(untrained.metrics), keptUnits: keptUnits(untrained.subnetwork.masks) },
      recallLost: ablation?.recallLost[index],
      overlaps,
      verdict: verdictOn({
        found: metrics.balancedAccuracy,
        interval,
        keptUnits: keptUnits(subnetwork.masks),
        guessing: 1 / metrics.confusion.length,
        wholeNetwork: allUnits[index]!.metrics.balancedAccuracy,
        wholeNetworkInterval: allUnits[index]!.interval,
        chance: random,
        complement: complements[index]!.metrics.balancedAccuracy,
        complementInterval: complements[index]!.interval,
        overlaps,
      }),
    };
  });
};

const everyUnit = ({ layers, ...masks }: MaskSet): MaskSet => ({
  ...masks,
  layers: layers.map((layer) => ({ ...layer, kept: layer.kept.map(() => 1) })),
});

const scored = (metrics: ClassificationMetrics): ScoredMasks => ({ metrics, interval: balancedAccuracyInterval(metrics) });
