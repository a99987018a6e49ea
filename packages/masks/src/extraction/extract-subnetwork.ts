import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { MaskSet } from '../mask-set/mask-set.js';
import type { ReadOut } from '../mask-set/subnetwork.js';
import { copyMetadata } from '../networks/clone-network.js';
import { fingerprintNetwork } from '../networks/fingerprint-network.js';
import { insertMasks } from '../networks/insert-masks.js';
import { removeHead } from '../networks/replace-head.js';
import { writeMasks } from '../networks/write-masks.js';
import { requireKnownOptions } from '../require-known-options.js';
import { show } from '../show.js';
import type { Certificate } from './certificate.js';
import { compareNetworks } from './_compare-networks.js';
import { readExtractionGraph } from './_extraction-graph.js';
import { rebuild } from './_rebuild.js';
import { settle } from './_settle.js';
import { placesOf } from './_signal.js';
import { countUnits } from './_count-units.js';
import { networkCosts } from './network-costs.js';

const who = 'extractSubnetwork';

/** What to extract: the masks, and the read-out, without which the network's own outputs stay. A `Subnetwork` is one. */
export interface Extractable {
  readonly masks: MaskSet;
  readonly readOut?: ReadOut;
}

/** How a subnetwork is extracted and checked. */
export interface ExtractionOptions {
  /** Real inputs to compare the networks on, one tensor an input of the network; random ones are compared besides. */
  readonly x?: Tensor | readonly Tensor[];
  /** Random inputs to compare them on; default 64. */
  readonly samples?: number;
  /** An integer that seeds the random inputs; default 1. */
  readonly seed?: number;
  /** Whether input features that nothing reads are removed too, so that the network takes fewer; default false. */
  readonly dropInputs?: boolean;
}

/** An extracted network and the evidence for it. */
export interface Extraction {
  readonly network: LayersModel;
  readonly certificate: Certificate;
  /** For each input, which channels of its last axis the extracted network takes. */
  readonly inputs: readonly (readonly number[])[];
}

/**
 * Cuts a subnetwork out: a smaller network of stock layers, with no mask, that computes what the masked network does, and a certificate of it.
 *
 * Rows, columns, channels, normalization entries and flattened positions of units that are masked, dead (constant for every input) or
 * unreachable (read by nothing that is left) go. A constant folds into the biases that read it, where that is exact. The read-out becomes
 * a dense layer `logits` with a softmax behind it; without one the network's own outputs stay. Nested networks are laid open, dropout
 * goes, a separable convolution becomes a depthwise one and one of single positions. All is trainable. Metadata stay only where the outputs do.
 *
 * Where a unit can't go it stays and is listed in `certificate.kept` with the reason: it is joined with live units by an add, is a constant
 * under zero padding, feeds a softmax or layer normalization, or is an output. Where the 0 of its mask is needed then, a batch normalization
 * gives it.
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
  { masks, readOut }: Extractable,
  options: ExtractionOptions = {},
): Promise<Extraction> => {
  requireKnownOptions(who, options, ['x', 'samples', 'seed', 'dropInputs']);
  const { x, samples = 64, seed = 1, dropInputs = false } = options;
  requireWhole('samples', samples, 1);
  requireWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  const given = x === undefined ? undefined : [x].flat();
  await requireSameNetwork(network, masks);
  if (given !== undefined) requireFitting(network, given);
  const masked = maskedNetwork(network, { masks, ...(readOut === undefined ? {} : { readOut }) });
  try {
    const graph = await readExtractionGraph(who, masked, readOut);
    await settle(graph, { dropInputs });
    const extracted = rebuild(graph, masked);
    if (readOut === undefined) copyMetadata(network, extracted);
    const inputs = graph.inputs.map(({ kept }) => placesOf(kept));
    const compared = await compareNetworks(
      { masked, readOut, extracted, inputs: dropInputs ? inputs : inputs.map(() => undefined) },
      { samples, seed, x: given },
    ).catch((error: unknown) => {
      extracted.dispose();
      throw error;
    });
    const before = networkCosts(masked);
    const head = readOut === undefined ? { parameters: 0, multiplyAdds: 0 } : headCosts(readOut);
    const certificate: Certificate = {
      ...compared,
      ...countUnits(graph),
      before: {
        parameters: before.parameters + head.parameters,
        bytes: before.bytes + 4 * head.parameters,
        multiplyAdds: before.multiplyAdds + head.multiplyAdds,
      },
      after: networkCosts(extracted),
    };
    return { network: extracted, certificate, inputs };
  } finally {
    masked.dispose();
  }
};

const headCosts = ({ kernel, bias }: ReadOut) => ({ parameters: kernel.length + bias.length, multiplyAdds: kernel.length });

/** A masked copy of the network, without its head where there is a read-out. */
const maskedNetwork = (network: LayersModel, { masks, readOut }: Extractable): LayersModel => {
  const inserted = insertMasks(network, {
    layers: masks.layers.map(({ layer }) => layer),
    mask: ({ name }) => ({ granularity: masks.layers.find(({ layer }) => layer === name)!.shape.length > 1 ? 'element' : 'channel' }),
  });
  try {
    writeMasks(inserted, [masks]);
    if (readOut === undefined) return inserted.network;
    const body = removeHead(inserted.network);
    inserted.network.dispose();
    return body;
  } catch (error) {
    inserted.network.dispose();
    throw error;
  }
};

const requireSameNetwork = async (network: LayersModel, { network: expected }: MaskSet): Promise<void> => {
  const found = await fingerprintNetwork(network);
  if (found === expected) return;
  throw new DumError(
    'bad-input',
    `${who}: the masks belong to another network (fingerprint ${expected.slice(0, 12)}…) than "${network.name}" (${found.slice(0, 12)}…); take the network that they were found in`,
  );
};

const requireWhole = (what: string, value: number, least: number): void => {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new DumError('bad-input', `${who}: ${what} is ${show(value)}; expected a whole number${least === 1 ? ' of at least 1' : ''}`);
};

const requireFitting = ({ name, inputs }: LayersModel, x: readonly Tensor[]): void => {
  const [wanted, found] = [inputs, x].map((tensors) => tensors.map(({ shape }) => `[samples, ${shape.slice(1).join(', ')}]`).join(' and '));
  if (wanted !== found) throw new DumError('bad-input', `${who}: x is ${found}; "${name}" takes ${wanted}`);
};
