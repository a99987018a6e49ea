import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset, PixelRange } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { describeInput, inputOf } from '@dum/experiments';
import { saveNetwork } from '@dum/experiments/store';
import { rangeText } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';

/** The ranges in which networks take pixels; of any other, such as that of some measurements, pixels are no values. */
const pixelRanges = ['0-1', '-1-1', '0-255'];

/**
 * The range that pixels are to be loaded in for a network: the one given, else the one that it remembers.
 *
 * Throws `bad-input` when another is given than the one that it was trained on. One that was only said before, and not known from a training,
 * may be corrected.
 */
export const pixelRangeFor = (network: LayersModel, given: PixelRange | undefined): PixelRange | undefined => {
  const remembered = inputOf(network);
  if (given !== undefined && remembered?.classNames !== undefined && !sameRange(given, remembered.range)) {
    throw new DumError(
      'bad-input',
      `the network was trained on values in [${remembered.range.join(', ')}]; --pixel-range is ${rangeText(given)}; leave it out`,
    );
  }
  if (given !== undefined || remembered === undefined) return given;
  return pixelRanges.includes(rangeText(remembered.range)) ? remembered.range : undefined;
};

/**
 * Keeps the range given with the network, so that it need not be given again.
 *
 * A folder that may not be written is noted, and no reason to lose the results.
 */
export const keepPixelRange = async (
  { note }: Session,
  network: LayersModel,
  folder: string,
  { sampleShape }: Dataset,
  given: PixelRange | undefined,
): Promise<void> => {
  const remembered = inputOf(network);
  if (given === undefined || (remembered !== undefined && sameRange(given, remembered.range))) return;
  describeInput(network, { shape: sampleShape, ...remembered, range: given });
  try {
    await saveNetwork(network, folder);
    note(`the network in ${folder} now says that it takes pixels in ${rangeText(given)}, so --pixel-range need not be given again`);
  } catch (error) {
    if (!(error instanceof DumError) || error.code !== 'storage') throw error;
    note(`--pixel-range could not be kept with the network: ${error.message}`);
  }
};

const sameRange = (first: PixelRange, second: PixelRange): boolean => rangeText(first) === rangeText(second);
