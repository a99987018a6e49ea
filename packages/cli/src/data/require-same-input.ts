import { util } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, isParts, type PixelRange } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { answersClassCount, inputOf } from '@dum/experiments';
import type { NetworkInput } from '@dum/runs';
import { requirePixels } from './load-data.js';

/** What data must have in common with the stored description of a network's input, and where to print notes. */
export interface InputDemands {
  readonly note: (text: string) => void;
  /** Whether the classes must be the network's, as when its own answers are measured. */
  readonly classes: boolean;
  /** A given range, which replaces the stored one. */
  readonly pixelRange?: PixelRange | undefined;
}

/**
 * Refuses data that a network was not trained for. Returns the stored description of the network's input; undefined if there is none.
 *
 * Samples may have another shape when either is flat and their sizes agree.
 */
export const requireSameInput = (
  network: LayersModel,
  data: Dataset,
  { note, classes, pixelRange }: InputDemands,
): NetworkInput | undefined => {
  const remembered = inputOf(network);
  const [range, shape] = [list(data.range), list(data.sampleShape)];
  if (pixelRange !== undefined) requirePixels(data, pixelRange);
  if (remembered === undefined && pixelRange !== undefined) return undefined;
  if (remembered === undefined) {
    note(`the network has no description of its training data; check that "${data.name}" has the scale and the classes that it expects`);
    return undefined;
  }
  const refuse = (networks: string, datas: string): never => {
    throw new DumError(
      'bad-input',
      `the network was trained on ${networks}; "${data.name}" has ${datas}; give the data that it was trained on`,
    );
  };
  const isPrepared = data.preparation !== undefined && remembered.table !== undefined;
  if (pixelRange === undefined && !isPrepared && list(remembered.range) !== range)
    refuse(`values in [${list(remembered.range)}]`, `values in [${range}]`);
  if (isParts(remembered.shape))
    return refuse(`samples with the parts ${Object.keys(remembered.shape).join(', ')}`, 'samples of one tensor');
  if (!sameSamples(remembered.shape, data.sampleShape))
    refuse(`samples of shape [${list(remembered.shape)}]`, `samples of shape [${shape}]`);
  const { classNames } = remembered;
  if (classes && classNames !== undefined && list(classNames) !== list(data.classNames)) {
    refuse(`the classes ${list(classNames)}`, `the classes ${list(data.classNames)}`);
  }
  return remembered;
};

/** Whether the outputs of a network are the classes of the data, as far as is known. */
export const answersClasses = (network: LayersModel, remembered: NetworkInput | undefined, { classNames }: Dataset): boolean =>
  answersClassCount(network, classNames.length) && list(remembered?.classNames ?? classNames) === list(classNames);

const list = (values: readonly (number | string)[]): string => values.join(', ');

const size = (shape: readonly number[]): number => util.sizeFromShape([...shape]);

const sameSamples = (first: readonly number[], second: readonly number[]): boolean =>
  list(first) === list(second) || (size(first) === size(second) && (first.length === 1 || second.length === 1));
