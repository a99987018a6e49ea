import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireOptions } from '@dum/errors';
import { subnetworkKind } from '../mask-set/argument-kinds.js';
import type { MaskSet } from '../mask-set/mask-set.js';
import { requireNetwork } from '../mask-set/require-network.js';
import type { DroppedConstants, ReadOut, ReEstimated } from '../mask-set/subnetwork.js';
import { fingerprintNetwork } from '../networks/fingerprint-network.js';
import { maskedNetwork } from './_masked-network.js';
import { cutOut, type Extraction, type ExtractionOptions, requireExtractionOptions } from './extract-masked.js';

const who = 'extractSubnetwork';

/**
 * What to extract, such as a `Subnetwork`: masks, a read-out, re-estimated statistics, constants of dropped units. Without one, or with
 * `original-head`, the network's own outputs stay.
 */
export interface Extractable {
  readonly masks: MaskSet;
  readonly readOut?: ReadOut;
  /** Re-estimated statistics of batch normalizations; default the network's own. */
  readonly normalization?: ReEstimated;
  /** What dropped units become; default 0. */
  readonly dropped?: DroppedConstants;
}

/**
 * Extracts a subnetwork: a smaller network of stock layers, without masks, that computes the same as the masked network, with a
 * certificate.
 *
 * Units that are masked, dead (constant for every input) or unreachable (read by nothing that remains) are removed, with their rows,
 * columns, channels, normalization entries and flattened positions. A constant is folded into the biases that read it, where that is exact.
 * Batch normalizations get the re-estimated statistics of the subnetwork, if it has any. The read-out becomes a dense layer `logits`
 * followed by a softmax; without one the network's own outputs stay. Nested networks are flattened, dropout is removed, and a separable
 * convolution becomes a depthwise and a pointwise one. All other layers are trainable. Metadata are preserved only with the outputs.
 *
 * A unit that can't be removed stays, and is listed in `certificate.retained` with the reason: it is joined with live units by an add, is a
 * constant under zero padding, feeds a softmax or layer normalization, or is an output. If the 0 of its mask, or the
 * constant that `dropped` says, is still needed, a frozen depthwise convolution with a 1×1 kernel computes it.
 *
 * Masks have the meaning of {@link insertMasks} and {@link writeMasks}. The given network stays untouched, to the bit. Throws `bad-input`,
 * naming the layer, for an unsupported layer, with the list of supported ones; for masks or a read-out of another network; for a network
 * whose inputs have no fixed size or whose outputs are not finite; and for an option that is unknown or out of range.
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
  requireOptions(who, { subnetwork }, { subnetwork: subnetworkKind });
  const { masks, readOut: given } = subnetwork;
  requireExtractionOptions(who, options, network);
  requireNetwork(who, 'the masks', { masked: masks.network, given: await fingerprintNetwork(network) });
  const readOut = given?.kind === 'original-head' ? undefined : given;
  const masked = maskedNetwork(network, subnetwork, { withoutHead: readOut !== undefined });
  try {
    return await cutOut(who, { masked, readOut }, options);
  } finally {
    masked.dispose();
  }
};
