import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { inputOf, type NetworkInput } from '@dum/experiments';

/** Which of the things that a network remembers data must share. */
export interface InputDemands {
  /** Whether the classes must be the network's, as they must where its own answers are counted. */
  readonly classes: boolean;
}

/** Refuses data that a network was not trained for; what it remembers of its training is returned. */
export const requireSameInput = (network: LayersModel, data: Dataset, { classes }: InputDemands): NetworkInput | undefined => {
  const remembered = inputOf(network);
  if (remembered === undefined) return undefined;
  const refuse = (what: string, networks: string, datas: string): never => {
    throw new DumError(
      'bad-input',
      `the network was trained on ${what} ${networks}; "${data.name}" has ${datas}; give the data that it was trained on`,
    );
  };
  if (list(remembered.range) !== list(data.range)) refuse('values in', `[${list(remembered.range)}]`, `values in [${list(data.range)}]`);
  if (!sameSamples(remembered.shape, data.sampleShape))
    refuse('samples of shape', `[${list(remembered.shape)}]`, `samples of shape [${list(data.sampleShape)}]`);
  if (classes && list(remembered.classNames) !== list(data.classNames))
    refuse('classes', list(remembered.classNames), list(data.classNames));
  return remembered;
};

const list = (values: readonly (number | string)[]): string => values.join(', ');

const size = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

const sameSamples = (first: readonly number[], second: readonly number[]): boolean =>
  list(first) === list(second) || (size(first) === size(second) && (first.length === 1 || second.length === 1));
