import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, show } from '@dum/errors';
import type { MaskSet } from '../mask-set/mask-set.js';
import { requireNetwork } from '../mask-set/require-network.js';
import type { ReadOut } from '../mask-set/subnetwork.js';
import { fingerprintNetwork } from '../networks/fingerprint-network.js';
import { maskedNetwork } from './_masked-network.js';
import { cutOut, type Extraction, type ExtractionOptions, requireExtractionOptions } from './extract-masked.js';

const who = 'extractSubnetwork';

/** What to extract: the masks, and the read-out; without one, or with `original-head`, the network's own outputs stay. A `Subnetwork` is one. */
export interface Extractable {
  readonly masks: MaskSet;
  readonly readOut?: ReadOut;
}

/**
 * Cuts a subnetwork out: a smaller network of stock layers, with no mask, that computes what the masked network does, and a certificate of it.
 *
 * Rows, columns, channels, normalization entries and flattened positions of units that are masked, dead (constant for every input) or
 * unreachable (read by nothing that is left) go. A constant folds into the biases that read it, where that is exact. The read-out becomes
 * a dense layer `logits` with a softmax behind it; without one the network's own outputs stay. Nested networks are laid open, dropout
 * goes, a separable convolution becomes a depthwise one and one of single positions. All else is trainable. Metadata stay only where the outputs do.
 *
 * Where a unit can't go it stays and is listed in `certificate.kept` with the reason: it is joined with live units by an add, is a constant
 * under zero padding, feeds a softmax or layer normalization, or is an output. Where the 0 of its mask is needed then, a frozen
 * depthwise convolution of single positions gives it.
 *
 * Masks mean what {@link insertMasks} and {@link writeMasks} make of them. The network given stays untouched, to the bit. Throws `bad-input`,
 * naming the layer, for one that is not supported, with the list of those that are; for masks or a read-out of another network; for a
 * network with inputs of no fixed size, or whose outputs are not finite; and for an option that is not known or out of range.
 *
 * @example
 * const { network: small, certificate } = await extractSubnetwork(network, found.subnetwork);
 * console.log(certificate.units, certificate.outputs.difference);
 */
export const extractSubnetwork = async (
  network: LayersModel,
  subnetwork: Extractable,
  options: ExtractionOptions = {},
): Promise<Extraction> => {
  requireExtractable(subnetwork);
  const { masks, readOut: given } = subnetwork;
  requireExtractionOptions(who, options, network);
  requireNetwork(who, 'the masks', { masked: masks.network, given: await fingerprintNetwork(network) });
  const readOut = given?.kind === 'original-head' ? undefined : given;
  const masked = maskedNetwork(network, masks, { withoutHead: readOut !== undefined });
  try {
    return await cutOut(who, { masked, readOut }, options);
  } finally {
    masked.dispose();
  }
};

const requireExtractable = (given: unknown): void => {
  if (typeof given === 'object' && given !== null) {
    if ('masks' in given && typeof given.masks === 'object' && given.masks !== null && 'layers' in given.masks) return;
    if ('subnetwork' in given) {
      throw new DumError('bad-input', `${who}: what a search gave came; expected the subnetwork in it, so give found.subnetwork`);
    }
  }
  const came = given instanceof Promise ? 'a promise, which needs an await,' : show(given);
  throw new DumError('bad-input', `${who}: ${came} came in place of a subnetwork; expected one, or { masks } with a set of masks`);
};
