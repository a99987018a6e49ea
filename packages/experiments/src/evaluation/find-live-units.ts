import { type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError, requireOptions } from '@dum/errors';
import { fingerprintNetwork, flattenNetwork, selectLayers } from '@dum/masks';
import { channelsOfUnit, createMaskSet, type LayerMask, type MaskSet, maskSetKind, requireNetwork } from '@dum/masks/mask-set';
import { type Samples, samplesKind, size } from '../networks/input-rows.js';
import { networkChunks } from '../networks/network-outputs.js';

/**
 * Finds the live units, whose output depends on the input, as a mask set on the layers of `masks`: 1 for a live unit, 0 for a constant one,
 * such as a relu that no sample activates.
 *
 * A constant unit carries no information about a sample, so measure overlaps and their chance levels on live units only: pass the result
 * as `live` to `compareMasks` and `overlapTable` of `@dum/masks`. A channel is live when its output differs at any position. Use the
 * training split: on few samples, more units are constant.
 *
 * Throws `bad-input` when the masks are of another network or layers, or the samples don't fit.
 *
 * @example
 * overlapTable(subnetworks, { live: await findLiveUnits(network, subnetworks[0].masks, mnist.train) });
 */
export const findLiveUnits = async (network: LayersModel, masks: MaskSet, samples: Samples): Promise<MaskSet> => {
  requireOptions('findLiveUnits', { masks, samples }, { masks: maskSetKind, samples: samplesKind });
  requireNetwork('findLiveUnits', 'the masks', { masked: masks.network, given: await fingerprintNetwork(network) });
  const flat = flattenNetwork(network);
  try {
    return await liveUnits(flat, masks, samples);
  } finally {
    flat.dispose();
  }
};

const liveUnits = async (network: LayersModel, masks: MaskSet, samples: Samples): Promise<MaskSet> => {
  const tapped = model({ inputs: network.inputs, outputs: masks.layers.map((mask) => outputOf(network, mask)) });
  const live = masks.layers.map(({ shape }) => new Uint8Array(size(shape)));
  let first: Float32Array[] | undefined;
  for await (const { outputs: values } of networkChunks(tapped, samples)) {
    first ??= values.map((outputs, index) => outputs.slice(0, size(tapped.outputs[index]!.shape.slice(1) as number[])));
    for (const [index, { granularity }] of masks.layers.entries())
      markVarying(live[index]!, values[index]!, first[index]!, channelsOfUnit(granularity));
  }
  return createMaskSet(
    masks.network,
    masks.layers.map((mask, index) => ({ ...mask, kept: live[index]! })),
  );
};

/** The output that a mask multiplies. */
const outputOf = (network: LayersModel, { layer, shape, granularity }: LayerMask): SymbolicTensor => {
  const output = selectLayers(network, [layer], 'findLiveUnits')[0]!.output;
  const sizes = Array.isArray(output) ? [] : output.shape.slice(1);
  const units = granularity === 'element' ? sizes : [sizes.at(-1)! / channelsOfUnit(granularity)];
  if (!Array.isArray(output) && units.join() === shape.join()) return output;
  throw new DumError(
    'bad-input',
    `findLiveUnits: the mask of "${layer}" has shape [${shape.join(', ')}]; its output has [${sizes.join(', ')}], so take the masks that were read from this network`,
  );
};

const markVarying = (live: Uint8Array, outputs: Float32Array, first: Float32Array, channels: number): void => {
  for (let at = 0; at < outputs.length; at++)
    if (outputs[at] !== first[at % first.length]) live[Math.floor(at / channels) % live.length] = 1;
};
