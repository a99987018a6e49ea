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

/** Options of {@link insertMasks}. */
export interface InsertMasksOptions {
  /**
   * The layers to mask; default the ones after which masks drop the units of every dense and convolution layer that forms no output: the
   * activation or normalization after it, or the add that it joins.
   */
  readonly layers?: LayerSelection;
  /** What one bit switches: a `channel` (default), an `element`, or `channelGroups(size)`. A mask's own setting takes precedence. */
  readonly granularity?: Granularity;
  /** Masks the features of the inputs too: each `element`, such as a pixel, each `channel`, or groups of channels. Default none. */
  readonly inputs?: Granularity;
  /** The settings of the mask after a layer, or a new mask; default those of {@link UnitMask}. Its default name is `<layer>_mask`. */
  readonly mask?: (layer: layers.Layer) => UnitMaskArgs | UnitMask;
}

/** A mask in a network, with its places. */
export interface PlacedMask {
  /** The first layer before the mask, after which it is named in mask sets. */
  readonly layer: string;
  /** All layers before the mask, `layer` first; several if tied units are read at several places. */
  readonly places: readonly string[];
  readonly mask: UnitMask;
}

/** A network with masks, and the places of these. */
export interface MaskedNetwork {
  readonly network: LayersModel;
  /** In network order. */
  readonly masks: readonly PlacedMask[];
}

/**
 * Copies a network, Sequential or functional, freezes the copy and inserts masks on its units.
 *
 * By default a mask comes after the activation and normalization of its units, so that a dropped unit is 0 wherever it is read; a selected
 * layer has its mask directly after it. Units that are tied, by a residual add, a multiplication, a depthwise
 * convolution or the calls of a shared layer, have one mask for all their places, and missing places are added so that they are dropped
 * together; `unitGroups` lists tied units. Nested networks are flattened, as by `flattenNetwork`.
 *
 * Only the masks' logits are trainable. Every other layer runs as in `predict` even in `fit`: no dropout, no change of a batch
 * normalization's statistics, no gradient of a frozen kernel. The copy takes batches of any size and has the metadata of the given network,
 * which stays untouched, to the bit.
 *
 * Throws `bad-input`, naming the layer, for one that is unknown, a mask, has several outputs, is called on different units, has channels
 * first, or whose values a reshape merges into channels; for layers that share some but not all of their units, or have the same units but
 * different groups of channels; for units of two granularities that are tied at the same place; for groups whose size doesn't divide the
 * channels; for a layer of a class without a rule that is masked or after a mask, with the classes that have one; for a network without a
 * layer to mask, with masks already, or that could not be loaded again; for a mask with a name that is taken; and for an unknown option.
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
  requireOneMaskEach(tied);
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

/** Units by channel and by element can be tied at the same place, which takes one mask only. */
const requireOneMaskEach = (tied: readonly TiedMask[]): void => {
  const taken = new Map<Layer, TiedMask>();
  for (const each of tied)
    for (const place of each.places) {
      const other = taken.get(place);
      if (other !== undefined) throw maskedTwice(place, [other, each]);
      taken.set(place, each);
    }
};

const maskedTwice = (place: Layer, masks: readonly TiedMask[]): DumError =>
  new DumError(
    'bad-input',
    `${who}: layer "${place.name}" would need two masks, ${masks
      .map(({ mask, places }) => `that of "${places[0]!.name}" by ${show(mask.granularity)}`)
      .join(' and ')}; give both the same granularity, or leave one of them out`,
  );

interface Emitted {
  readonly network: LayersModel;
  readonly tied: readonly TiedMask[];
}

/** Builds the masked network; if TensorFlow.js would swap the calls of a mask on loading, it makes calls in the order of loading. */
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
        `${who}: the mask behind "${places[0]!.name}" is called "${name}", like another layer; give it its own name: mask: () => ({ name: … })`,
      );
    }
    taken.add(name);
  }
};
