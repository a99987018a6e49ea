import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions, requireOptions, wholeNumber } from '@dum/errors';
import type { NewHead } from '../mask-set/subnetwork.js';
import { copyMetadata } from '../networks/clone-network.js';
import type { Certificate } from './certificate.js';
import { compareNetworks } from './_compare-networks.js';
import { countUnits } from './_count-units.js';
import { readExtractionGraph } from './_extraction-graph.js';
import { rebuild } from './_rebuild.js';
import { settle } from './_settle.js';
import { placesOf } from '../kinds/signal.js';
import { networkCosts } from './network-costs.js';

/** Options of {@link extractSubnetwork} and {@link extractMasked}. */
export interface ExtractionOptions {
  /** Real samples to compare the networks on, one tensor for each input of the network, besides random ones. */
  readonly x?: Tensor | readonly Tensor[];
  /** The number of random samples to compare them on; default 64. */
  readonly samples?: number;
  /** An integer that seeds the random samples; default 1. */
  readonly seed?: number;
  /** Whether to remove input features that are not read too, so that the network takes fewer; default false. */
  readonly dropInputs?: boolean;
}

/** An extracted network and its certificate. */
export interface Extraction {
  readonly network: LayersModel;
  readonly certificate: Certificate;
  /** For each input, the channels of its last axis that the extracted network takes. */
  readonly inputs: readonly (readonly number[])[];
}

/**
 * Extracts what the masks of a network keep: a smaller network of stock layers that computes the same as `predict` of the given one, with a
 * certificate.
 *
 * It is {@link extractSubnetwork} for a network that contains its masks, learned with plain `fit` or inserted by hand, at any place.
 * Outputs and metadata are preserved. The given network stays untouched. Throws `bad-input` as {@link extractSubnetwork} does, and for a
 * mask of several tasks.
 *
 * @example
 * const { network: small, certificate } = await extractMasked(model);
 */
export const extractMasked = (network: LayersModel, options: ExtractionOptions = {}): Promise<Extraction> => {
  requireExtractionOptions('extractMasked', options, network);
  return cutOut('extractMasked', { masked: network, readOut: undefined }, options);
};

/** Extracts what the masks of a network keep, with a read-out or with its own outputs. */
export const cutOut = async (
  who: string,
  { masked, readOut }: { readonly masked: LayersModel; readonly readOut: NewHead | undefined },
  { x, samples = 64, seed = 1, dropInputs = false }: ExtractionOptions,
): Promise<Extraction> => {
  const graph = await readExtractionGraph(who, masked, readOut);
  await settle(graph, { dropInputs });
  const network = rebuild(graph, masked);
  if (readOut === undefined) copyMetadata(masked, network);
  const inputs = graph.inputs.map(({ retained }) => placesOf(retained));
  try {
    const compared = await compareNetworks(
      who,
      { masked, readOut, extracted: network, inputs: dropInputs ? inputs : inputs.map(() => undefined) },
      { samples, seed, x: x === undefined ? undefined : [x].flat() },
    );
    const body = networkCosts(masked);
    const head = readOut === undefined ? { parameters: 0, multiplyAdds: 0 } : headCosts(readOut);
    const before = {
      parameters: body.parameters + head.parameters,
      bytes: body.bytes + 4 * head.parameters,
      multiplyAdds: body.multiplyAdds + head.multiplyAdds,
    };
    return { network, certificate: { ...compared, ...countUnits(graph), before, after: networkCosts(network) }, inputs };
  } catch (error) {
    network.dispose();
    throw error;
  }
};

const headCosts = ({ kernel, bias }: NewHead) => ({ parameters: kernel.length + bias.length, multiplyAdds: kernel.length });

/** Throws `bad-input` for an option that is unknown or out of range, or for samples that the network does not take. */
export const requireExtractionOptions = (who: string, options: ExtractionOptions, network: LayersModel): void => {
  requireKnownOptions(who, options, ['x', 'samples', 'seed', 'dropInputs']);
  const { x, samples = 1, seed = 1 } = options;
  requireOptions(who, { samples, seed }, { samples: wholeNumber(1), seed: wholeNumber() });
  if (x !== undefined) requireFitting(who, network, [x].flat());
};

const requireFitting = (who: string, { name, inputs }: LayersModel, x: readonly Tensor[]): void => {
  const [wanted, found] = [inputs, x].map((tensors) => tensors.map(({ shape }) => `[samples, ${shape.slice(1).join(', ')}]`).join(' and '));
  if (wanted !== found) throw new DumError('bad-input', `${who}: x is ${found}; "${name}" takes ${wanted}`);
};
