import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { UnitMask, type UnitMaskArgs } from '../layers/unit-mask.js';
import { emit, nodesOf } from './_emit.js';
import { type LayerSelection, selectLayers } from './select-layers.js';
import { unfuseFrozen } from './unfuse-frozen.js';

/** Where masks go and what they are. */
export interface InsertMasksOptions {
  /** The layers to mask; default every dense and convolution layer but the last. */
  readonly layers?: LayerSelection;
  /** The settings of the mask behind a layer, or the mask itself; default those of {@link UnitMask}. Its name is `<layer>_mask`. */
  readonly mask?: (layer: layers.Layer) => UnitMaskArgs | UnitMask;
}

/** A network with masks, and where they are. */
export interface MaskedNetwork {
  readonly network: LayersModel;
  /** Each masked layer's name and the mask behind it, in network order. */
  readonly masks: readonly { readonly layer: string; readonly mask: UnitMask }[];
}

/**
 * A copy of a network, Sequential or functional, that is frozen and has a mask behind each selected layer.
 *
 * The network given stays untouched, to the bit. Throws `bad-input` for an unknown layer, a layer called more than once, one with
 * several outputs, and a network without a layer to mask.
 *
 * @example
 * const { network: masked } = insertMasks(network, { layers: ['dense_300'], mask: () => ({ penalty: expectedUnits(1e-3) }) });
 */
export const insertMasks = (network: LayersModel, { layers: selection, mask = () => ({}) }: InsertMasksOptions = {}): MaskedNetwork => {
  const selected = new Set(selection === undefined ? hiddenLayers(network) : selectLayers(network, selection));
  for (const layer of selected) requireOneOutput(network, layer);
  const masks = new Map<layers.Layer, UnitMask>();
  const masked = emit(network, {
    onClone: (clone) => {
      clone.trainable = false;
      unfuseFrozen(clone);
    },
    behind: (layer) => {
      if (!selected.has(layer)) return [];
      const made = mask(layer);
      masks.set(layer, made instanceof UnitMask ? made : new UnitMask({ name: `${layer.name}_mask`, ...made }));
      return [masks.get(layer)!];
    },
  });
  return { network: masked, masks: [...masks].map(([layer, mask]) => ({ layer: layer.name, mask })) };
};

const hiddenLayers = (network: LayersModel): layers.Layer[] => {
  const weighted = nodesOf(network)
    .map(({ outboundLayer }) => outboundLayer)
    .filter((layer) => /^(Dense|.*Conv\d?D.*)$/.test(layer.getClassName()));
  if (weighted.length < 2) {
    throw new DumError(
      'bad-input',
      `insertMasks: "${network.name}" has ${weighted.length} dense or convolution layer(s); expected at least 2, a hidden one to mask and the last`,
    );
  }
  return weighted.slice(0, -1);
};

const requireOneOutput = (network: LayersModel, layer: layers.Layer): void => {
  const calls = nodesOf(network).filter(({ outboundLayer }) => outboundLayer === layer);
  const outputs = calls.flatMap(({ outputTensors }) => outputTensors);
  if (outputs.length === 1) return;
  throw new DumError(
    'bad-input',
    `insertMasks: layer "${layer.name}" is called ${calls.length} times with ${outputs.length} outputs; a mask needs a layer with one output, so mask a layer behind it`,
  );
};
