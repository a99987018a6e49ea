import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions, show } from '@dum/errors';
import { UnitMask } from '../layers/unit-mask.js';
import type { UnitMaskArgs } from '../layers/unit-mask-args.js';
import { type Granularity, requireGranularity, type TracedUnits, tracedUnits } from '../units/granularity.js';
import { copyMetadata } from './clone-network.js';
import { partsOf } from './_copy-layer.js';
import { emit, type EmitOptions } from './_emit.js';
import { withFlat } from './flatten-network.js';
import { freeze, runFrozen } from './_freeze.js';
import { type Layer, layersOf, type Node, nodesOf } from './_graph.js';
import { requireApart, requireMaskable, requireSupported, requireUnits } from './_maskable.js';
import { hiddenPlaces, inputPlaces, type UnitGraph } from './_mask-places.js';
import { type LayerSelection, selectLayers } from './select-layers.js';
import { loadingOrder, swappedLayer } from './swapped-layer.js';
import { ruleOf } from '../rules/registry.js';
import { tieMasks, type TiedMask } from './_tied-masks.js';
import { traceUnits } from './unit-flow.js';

const who = 'insertMasks';

/** Where masks go and what they are. */
export interface InsertMasksOptions {
  /**
   * The layers to mask; default those behind which masks drop the units of every dense and convolution layer that forms no output: the
   * activation or normalization behind it, or what it is added to.
   */
  readonly layers?: LayerSelection;
  /** What one bit stands for: a `channel` (default), an `element`, or `channelGroups(size)`. A mask's own setting counts before it. */
  readonly granularity?: Granularity;
  /** Masks the features of the inputs too: each `element`, such as a pixel, each `channel`, or groups of channels. Default none. */
  readonly inputs?: Granularity;
  /** The settings of the mask behind a layer, or a new mask; default those of {@link UnitMask}. Its name is `<layer>_mask` unless told. */
  readonly mask?: (layer: layers.Layer) => UnitMaskArgs | UnitMask;
}

/** A mask in a network and where it stands. */
export interface PlacedMask {
  /** The first layer that the mask is behind; the mask goes by its name. */
  readonly layer: string;
  /** All layers that it is behind, `layer` first: more than one where tied units are read in several places. */
  readonly places: readonly string[];
  readonly mask: UnitMask;
}

/** A network with masks, and where they are. */
export interface MaskedNetwork {
  readonly network: LayersModel;
  /** In network order. */
  readonly masks: readonly PlacedMask[];
}

/**
 * A copy of a network, Sequential or functional, that is frozen and has masks on its units.
 *
 * By default a mask stands where its units are done, behind activation and normalization, so that a dropped unit is 0 wherever it is
 * read; a layer that is selected has its mask directly behind it. Units that are tied, by a residual add, a multiplication, a depthwise
 * convolution or the calls of a shared layer, have one mask for all their places, and a place that is missing for them to be dropped
 * together is added; `unitGroups` tells what is tied. Networks within the network are dissolved, as by `flattenNetwork`.
 *
 * Only the masks' logits are trainable. Every other layer runs as in `predict` even in `fit`: no dropout, no change of a batch
 * normalization's statistics, no gradient of a frozen kernel. The copy takes batches of any size and has the metadata of the network
 * given, which stays untouched, to the bit.
 *
 * Throws `bad-input`, naming the layer, for one that is unknown, a mask, of several outputs, called on different units, or with
 * channels first, or of which a reshape makes one channel of several values; for layers that share some but not all of their units, or
 * have the same ones but ask for other groups of channels; for groups of a size that doesn't divide the channels; for a layer of a class
 * without a rule that is masked or behind a mask, with the classes that have one; for a network without a layer to mask, with masks
 * already, or that could not be loaded again; for a mask of a name that is taken; and for an option of a name that is not known.
 *
 * @example
 * const { network: masked } = insertMasks(network, { layers: ['dense_300'], mask: () => ({ penalty: expectedUnits(1e-3) }) });
 */
export const insertMasks = (network: LayersModel, options: InsertMasksOptions = {}): MaskedNetwork => {
  requireKnownOptions(who, options, ['layers', 'granularity', 'inputs', 'mask']);
  const { granularity = 'channel', inputs, mask = () => ({}) } = options;
  requireGranularity(`${who}: granularity`, granularity);
  if (inputs !== undefined) requireGranularity(`${who}: inputs`, inputs);
  if (typeof mask !== 'function') {
    throw new DumError('bad-input', `${who}: mask is ${show(mask)}; expected a function of the layer, such as () => ({ tasks: 2 })`);
  }
  return withFlat(who, network, (flat) => {
    const masked = insertInto(flat, { ...options, granularity, mask });
    return { ...masked, network: copyMetadata(network, masked.network) };
  });
};

type Settings = InsertMasksOptions & Required<Pick<InsertMasksOptions, 'granularity' | 'mask'>>;

const insertInto = (network: LayersModel, { layers: selection, granularity, inputs, mask }: Settings): MaskedNetwork => {
  const nodes = nodesOf(who, network);
  requireNoMasks(network, layersOf(nodes));
  const graphs = new Map<TracedUnits, UnitGraph>();
  const graphOf = (of: Granularity): UnitGraph => {
    const traced = tracedUnits(of);
    const graph = graphs.get(traced) ?? { network, nodes, flow: traceUnits(nodes, traced) };
    graphs.set(traced, graph);
    return graph;
  };
  const hidden = selection === undefined ? hiddenPlaces(graphOf(granularity)) : selectLayers(network, selection, who);
  const features = inputs === undefined ? [] : inputPlaces(graphOf(inputs)).filter((layer) => !hidden.includes(layer));
  const chosen = layersOf(nodes).filter((layer) => hidden.includes(layer) || features.includes(layer));
  if (chosen.length === 0) throw nothingToMask(network, nodes);
  for (const layer of chosen) requireMaskable(who, layer, nodes);
  const makeMask = (layer: Layer) => newMask(layer, features.includes(layer) ? inputs! : granularity, mask(layer));
  const tied = tieMasks(who, chosen, makeMask, graphOf);
  requireNewNames(nodes, tied);
  for (const { mask: made, places } of tied) {
    for (const place of places) requireUnits(who, place, made, graphOf(made.granularity));
    requireApart(who, places[0]!, made, graphOf(made.granularity));
  }
  requireSupported(who, nodes, new Set(tied.flatMap(({ places }) => places)));
  const placed = emitReloadable(network, tied);
  return {
    network: placed.network,
    masks: placed.tied.map(({ mask: made, places }) => ({ layer: places[0]!.name, places: places.map(({ name }) => name), mask: made })),
  };
};

interface Emitted {
  readonly network: LayersModel;
  readonly tied: readonly TiedMask[];
}

/** The masked network; calls are made anew, in the order of loading, where TensorFlow.js would swap those of a mask when it loads it. */
const emitReloadable = (network: LayersModel, tied: readonly TiedMask[]): Emitted => {
  const originals = new Map<Node, Node>();
  const masked = emitMasked(network, tied, { onCall: (copy, original) => originals.set(copy, original) });
  const swapped = swappedLayer(masked);
  if (swapped === undefined) return { network: masked, tied };
  const order = new Map(loadingOrder(masked).map((call, index) => [originals.get(call), index]));
  masked.dispose();
  if (!(swapped instanceof UnitMask)) throw notReloadable(network, swapped);
  const again = tied.map(({ mask, places }) => ({ mask: mask.copy(), places }));
  const reordered = emitMasked(network, again, { order: (call) => order.get(call)! });
  const still = swappedLayer(reordered);
  if (still === undefined) return { network: reordered, tied: again };
  reordered.dispose();
  throw notReloadable(network, still);
};

const emitMasked = (network: LayersModel, tied: readonly TiedMask[], options: EmitOptions): LayersModel => {
  const behind = new Map(tied.flatMap(({ mask, places }) => places.map((place): [Layer, UnitMask] => [place, mask])));
  return emit(who, network, {
    ...options,
    anyBatch: true,
    onCopy: (copy) => {
      freeze(copy);
      runFrozen(copy);
    },
    behind: (layer) => behind.get(layer),
  });
};

const nothingToMask = (network: LayersModel, nodes: readonly Node[]): DumError =>
  new DumError(
    'bad-input',
    `${who}: "${network.name}" has ${layersOf(nodes).filter((layer) => ruleOf(layer)?.maskedByDefault === true).length} dense or convolution layers, none of them before the last; expected a hidden one, or name the layers to mask`,
  );

const notReloadable = (network: LayersModel, swapped: Layer): DumError =>
  new DumError(
    'bad-input',
    `${who}: layer "${swapped.name}" of "${network.name}" is called several times, deep calls before shallow ones, and TensorFlow.js would swap them when it loads the saved network; call it on the shallower input first`,
  );

const newMask = (layer: Layer, granularity: Granularity, made: UnitMaskArgs | UnitMask): UnitMask => {
  if (!(made instanceof UnitMask)) return new UnitMask({ name: `${layer.name}_mask`, granularity, ...made });
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

const requireNewNames = (nodes: readonly Node[], masks: readonly TiedMask[]): void => {
  const taken = new Set(layersOf(nodes).map(({ name }) => name));
  for (const {
    mask: { name },
    places,
  } of masks) {
    if (taken.has(name)) {
      throw new DumError(
        'bad-input',
        `${who}: the mask behind "${places[0]!.name}" is called "${name}", as another layer is; give it a name of its own: mask: () => ({ name: … })`,
      );
    }
    taken.add(name);
  }
};
