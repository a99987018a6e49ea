import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { requireKnownOptions } from '../require-known-options.js';
import { UnitMask } from '../layers/unit-mask.js';
import type { UnitMaskArgs } from '../layers/unit-mask-args.js';
import { show } from '../show.js';
import { copyMetadata } from './clone-network.js';
import { partsOf } from './_copy-layer.js';
import { emit } from './_emit.js';
import { freeze, runFrozen } from './_freeze.js';
import { type Layer, layersOf, type Node, nodesOf } from './_graph.js';
import { hiddenLayers } from './_hidden-layers.js';
import { requireMaskable, requireUnits } from './_maskable.js';
import { swappedLayer } from './swapped-layer.js';
import { type LayerSelection, selectLayers } from './select-layers.js';

const who = 'insertMasks';

/** Where masks go and what they are. */
export interface InsertMasksOptions {
  /** The layers to mask; default every dense and convolution layer but those that form an output. */
  readonly layers?: LayerSelection;
  /** The settings of the mask behind a layer, or a new mask; default those of {@link UnitMask}. Its name is `<layer>_mask` unless told. */
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
 * A mask stands directly behind its layer, so before an `Activation` or `BatchNormalization` layer that follows: select that layer
 * for the mask to come after it, as it must where the activation of 0 is not 0. Only the masks' logits are trainable. Every other layer
 * runs as in `predict` even in `fit`: no dropout, no change of a batch normalization's statistics, no gradient of a frozen kernel. The
 * copy takes batches of any size and has the metadata of the network given, which stays untouched, to the bit.
 *
 * Throws `bad-input`, naming the layer, for one that is unknown, an input, a mask, called more than once, of several outputs, or with
 * channels first; for a network without a layer to mask, with masks already, or that could not be loaded again; for a mask of a
 * name that is taken; and for an option of a name that is not known.
 *
 * @example
 * const { network: masked } = insertMasks(network, { layers: ['dense_300'], mask: () => ({ penalty: expectedUnits(1e-3) }) });
 */
export const insertMasks = (network: LayersModel, options: InsertMasksOptions = {}): MaskedNetwork => {
  requireKnownOptions(who, options, ['layers', 'mask']);
  const { layers: selection, mask = () => ({}) } = options;
  if (typeof mask !== 'function') {
    throw new DumError('bad-input', `${who}: mask is ${show(mask)}; expected a function of the layer, such as () => ({ tasks: 2 })`);
  }
  const nodes = nodesOf(who, network);
  requireNoMasks(network, layersOf(nodes));
  const selected = selection === undefined ? hiddenLayers(who, network, nodes) : selectLayers(network, selection, who);
  for (const layer of selected) requireMaskable(who, layer, nodes);
  const masks = new Map(selected.map((layer) => [layer, newMask(layer, mask(layer))]));
  requireNewNames(nodes, masks);
  for (const [layer, made] of masks) requireUnits(who, layer, made, nodes);
  const masked = emit(who, network, {
    anyBatch: true,
    onCopy: (copy) => {
      freeze(copy);
      runFrozen(copy);
    },
    behind: (layer) => masks.get(layer),
  });
  requireReloadable(masked);
  return { network: copyMetadata(network, masked), masks: [...masks].map(([layer, made]) => ({ layer: layer.name, mask: made })) };
};

const requireReloadable = (masked: LayersModel): void => {
  const swapped = swappedLayer(masked);
  if (swapped === undefined) return;
  masked.dispose();
  throw new DumError(
    'bad-input',
    `${who}: layer "${swapped.name}" of "${masked.name}" is called several times, deep calls before shallow ones, and TensorFlow.js would swap them when it loads the saved network; call it on the shallower input first`,
  );
};

const newMask = (layer: Layer, made: UnitMaskArgs | UnitMask): UnitMask => {
  if (!(made instanceof UnitMask)) return new UnitMask({ name: `${layer.name}_mask`, ...made });
  if (made.inboundNodes.length === 0 && !made.built) return made;
  throw new DumError(
    'bad-input',
    `${who}: the mask "${made.name}" for layer "${layer.name}" is part of a network already; expected a new mask for each layer`,
  );
};

const requireNoMasks = (network: LayersModel, all: readonly Layer[]): void => {
  const found = all.flatMap(masksIn).map(({ name }) => name);
  if (found.length === 0) return;
  throw new DumError(
    'bad-input',
    `${who}: "${network.name}" has masks already (${found.join(', ')}); insert all masks at once, into the network without them`,
  );
};

const masksIn = (layer: Layer): Layer[] => (layer instanceof UnitMask ? [layer] : (partsOf(layer) ?? []).flatMap(masksIn));

const requireNewNames = (nodes: readonly Node[], masks: ReadonlyMap<Layer, UnitMask>): void => {
  const taken = new Set(layersOf(nodes).map(({ name }) => name));
  for (const [layer, { name }] of masks) {
    if (taken.has(name)) {
      throw new DumError(
        'bad-input',
        `${who}: the mask behind "${layer.name}" is called "${name}", as another layer is; give it a name of its own: mask: () => ({ name: … })`,
      );
    }
    taken.add(name);
  }
};
