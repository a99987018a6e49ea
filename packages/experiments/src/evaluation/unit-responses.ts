import { type LayersModel, model } from '@tensorflow/tfjs-layers';
import { ignoredLabel, requireRole, type TrainSplit, type ValidationSplit } from '@dum/datasets';
import { DumError, fillOptions, requireOptions, wholeNumber } from '@dum/errors';
import { channelsOfUnit, keptIndices, type LayerMask, type Subnetwork } from '@dum/masks/mask-set';
import { requireOneTensor, size } from '../networks/input-rows.js';
import { networkChunks } from '../networks/network-outputs.js';
import { requireSameNetwork } from '../masked/require-same-network.js';
import { createTally, type ResponseTally, type StrongestSamples } from './response-tally.js';
import { withMasks } from '../masked/with-masks.js';

const who = 'unitResponses';

/** What one kept unit responds to. */
export interface UnitResponse {
  /** Its index in the mask of its layer, row-major. */
  readonly unit: number;
  /**
   * (greatest − least mean activation of the task's classes) / standard deviation of the activations over the task's samples; 0 for a
   * constant unit.
   */
  readonly selectivity: number;
  /** The mean activation on each class of the data; null for a class without a sample. */
  readonly meanByClass: readonly (number | null)[];
  /** The samples that activate it most, and their mean, row-major; null for a constant unit. */
  readonly strongest: (StrongestSamples & { readonly meanSample: readonly number[] }) | null;
}

/** What kept units of one layer respond to. */
export interface LayerResponses {
  readonly layer: string;
  /** How many units the layer keeps, shown or not. */
  readonly keptUnits: number;
  /** The most selective units, the most selective first. */
  readonly units: readonly UnitResponse[];
}

/** What the kept units of a subnetwork respond to; plain data. */
export interface SubnetworkResponses {
  /** The name of the task. */
  readonly task: string;
  /** The classes of the task. */
  readonly classNames: readonly string[];
  /** The task's class for each class of the data, `ignoredLabel` of `@dum/datasets` for a class in none. */
  readonly classOf: readonly number[];
  /** From the last layer, which is nearest to the read-out, to the first. */
  readonly layers: readonly LayerResponses[];
}

/** Options of {@link unitResponses}. */
export interface ResponseOptions {
  /** The most units of a layer; default 12. */
  readonly units?: number;
  /** The number of strongest samples of each unit; default 16. */
  readonly strongest?: number;
  /** Called with the share of the work that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Ends the run between subnetworks by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Describes what the kept units of each subnetwork respond to: the mean of the samples that activate each unit most, and its mean
 * activation on each class.
 *
 * An activation is the output at the place of the mask, with all dropped units at 0, or at what they become in the subnetwork; the
 * activation of a channel is the mean over its positions. Each layer lists its units of the highest selectivity, (greatest − least mean
 * activation of the task's classes) / standard deviation: how well the unit alone separates the classes. The strongest samples are above
 * the least activation, so a relu that fires for three samples has three. This is what units do, not what they are needed for;
 * `gatherEvidence` measures that.
 *
 * The type takes no test split, because the results guide choices. Throws `bad-input` for a test split, for masks of another network, for
 * labels outside the classes that the subnetwork was found in, for samples that don't fit, for an activation that is not finite, and for an
 * option out of range.
 *
 * @example
 * const [zero] = await unitResponses(network, subnetworks, validation);
 * console.log(zero.layers[0].units[0].meanByClass);
 */
export const unitResponses = async (
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: TrainSplit | ValidationSplit,
  options: ResponseOptions = {},
): Promise<SubnetworkResponses[]> => {
  const settings = fillOptions(who, { units: 12, strongest: 16 }, options, ['onProgress', 'signal']);
  requireOptions(who, settings, { units: wholeNumber(1), strongest: wholeNumber(1) });
  requireRole(split, ['train', 'validation'], who);
  const width = size(requireOneTensor(who, split.sampleShape));
  for (const subnetwork of subnetworks) requireKnownLabels(subnetwork, split.y);
  await requireSameNetwork(who, network, subnetworks);
  const { units, strongest, onProgress, signal } = settings;
  const responses: SubnetworkResponses[] = [];
  for (const subnetwork of subnetworks) {
    signal?.throwIfAborted();
    const { task, readOut, classOf, masks } = subnetwork;
    const tallies = await tallyUnits(network, subnetwork, split, strongest);
    const layers: LayerResponses[] = [];
    for (const [at, { layer }] of masks.layers.entries()) {
      const measured = [...tallies[at]!].map(([unit, tally]) => ({ unit, ...tally.read() }));
      const chosen: UnitResponse[] = [];
      for (const each of measured.toSorted((a, b) => b.selectivity - a.selectivity).slice(0, units))
        chosen.push({ ...each, strongest: await withMean(each.strongest, split, width) });
      layers.push({ layer, keptUnits: measured.length, units: chosen });
    }
    responses.push({ task, classNames: readOut.classNames, classOf, layers: layers.reverse() });
    onProgress?.(responses.length / subnetworks.length);
  }
  return responses;
};

/** A tally for each kept unit of each layer, by its index in the mask. */
const tallyUnits = (
  network: LayersModel,
  subnetwork: Subnetwork,
  split: TrainSplit | ValidationSplit,
  most: number,
): Promise<ReadonlyMap<number, ResponseTally>[]> =>
  withMasks(network, subnetwork, async (masked, placed) => {
    const { masks, classOf, readOut } = subnetwork;
    const taskClasses = readOut.classNames.length;
    const tallies = masks.layers.map(
      (mask) => new Map(keptIndices(mask).map((unit) => [unit, createTally({ classOf, taskClasses, most })] as const)),
    );
    const outputs = masks.layers.flatMap(({ layer }) => placed.find((mask) => mask.layer === layer)!.mask.getOutputAt(0));
    const tapped = model({ inputs: masked.inputs, outputs });
    for await (const { start, count, outputs: values } of networkChunks(tapped, split)) {
      for (const [at, mask] of masks.layers.entries()) tallyChunk(tallies[at]!, mask, values[at]!, { start, rows: count, labels: split.y });
    }
    return tallies;
  });

const tallyChunk = (
  tallies: ReadonlyMap<number, ResponseTally>,
  { layer, shape, granularity }: LayerMask,
  values: Float32Array,
  { start, rows, labels }: { readonly start: number; readonly rows: number; readonly labels: Uint16Array },
): void => {
  const [units, width, channels] = [size(shape), values.length / rows, channelsOfUnit(granularity)];
  for (const [unit, tally] of tallies) {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let start = row * width + unit * channels; start < (row + 1) * width; start += units * channels)
        for (let at = start; at < start + channels; at++) sum += values[at]!;
      const activation = (sum * units) / width;
      if (!Number.isFinite(activation)) throw notFinite(layer, unit, activation, start + row);
      tally.add(activation, start + row, labels[start + row]!);
    }
  }
};

const withMean = async (
  strongest: StrongestSamples | null,
  { source }: TrainSplit | ValidationSplit,
  width: number,
): Promise<UnitResponse['strongest']> => {
  if (strongest === null) return null;
  const values = (await source.rows(strongest.samples)) as Float32Array;
  const rows = strongest.samples.map((_, at) => values.subarray(at * width, (at + 1) * width));
  const meanSample = Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
  return { ...strongest, meanSample };
};

const requireKnownLabels = ({ task, classOf }: Subnetwork, labels: Uint16Array): void => {
  const other = labels.find((label) => label !== ignoredLabel && label >= classOf.length);
  if (other === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: the split has label ${other}; "${task}" was found in data of ${classOf.length} classes; give the data that it was found in`,
  );
};

const notFinite = (layer: string, unit: number, activation: number, sample: number): DumError =>
  new DumError(
    'bad-input',
    `${who}: unit ${unit} of "${layer}" is ${activation} for sample ${sample}; expected finite numbers, so check the network and the data`,
  );
