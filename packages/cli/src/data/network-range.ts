import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset, PixelRange } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { describeInput, inputOf } from '@dum/experiments';
import { saveNetwork } from '@dum/experiments/store';
import { rangeText } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';

/** The ranges of pixels; a network with another range, such as that of measurements, does not take pixels. */
const pixelRanges = ['0-1', '-1-1', '0-255'];

/**
 * The range in which to load pixels for a network: the given one, or else the stored one.
 *
 * Throws `bad-input` when the given range differs from that of the training. A stored range that does not come from a training may be
 * corrected.
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
 * Stores the given range with the network, so that it need not be given again.
 *
 * If the folder may not be written, it prints a note instead of failing.
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
    note(`the network in ${folder} now stores its pixel range, ${rangeText(given)}, so --pixel-range need not be given again`);
  } catch (error) {
    if (!(error instanceof DumError) || error.code !== 'storage') throw error;
    note(`--pixel-range could not be stored with the network: ${error.message}`);
  }
};

const sameRange = (first: PixelRange, second: PixelRange): boolean => rangeText(first) === rangeText(second);
