import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { requireKnownOptions } from '@dum/errors';
import { type ChannelGroups, type Granularity, requireGranularity, tracedUnits } from '../units/granularity.js';
import { unitShape } from '../units/unit-shape.js';
import { withFlat } from './flatten-network.js';
import { isInput, type Layer, type Node, nodesOf } from './_graph.js';
import { coverageBy } from './_coverage.js';
import { flowOf } from '../rules/per-layer.js';
import { hiddenPlaces, mixedTensors, tensorsOf, type UnitGraph } from './_mask-places.js';
import { traceUnits, type UnitFlow } from './unit-flow.js';

const who = 'unitGroups';

/** The positions of a group's units in the output or input of a layer. */
export interface UnitGroupMember {
  readonly layer: string;
  /**
   * For each position along the last axis (for elements: each element, row-major) the number of its unit in the group, −1 for another
   * group.
   *
   * A unit may have several positions, as a channel has in a flattened convolution.
   */
  readonly unitAt: Int32Array;
}

/** A group of tied units of a network: units with the same number in all members are one unit, kept or dropped together. */
export interface UnitGroup {
  /** The first layer that forms them. */
  readonly name: string;
  /** The number of units. */
  readonly size: number;
  /** The layers that form the units, each from many others: dense, convolution and the like, or an input. Several layers are tied. */
  readonly formedBy: readonly UnitGroupMember[];
  /** The layers through which units keep their identity: normalization, activation, pooling, add, depthwise convolution and the like. */
  readonly keptBy: readonly UnitGroupMember[];
  /** The layers that form other units from them, with the positions in their inputs. */
  readonly readBy: readonly UnitGroupMember[];
  /**
   * The layers after which the group is masked by default; empty for inputs, outputs, and units that no dense or convolution layer forms.
   */
  readonly places: readonly string[];
  /**
   * Whether masks at `places` remove all effects of a dropped unit on others: it is 0 there, or the same for every sample.
   *
   * False before a softmax or a layer normalization, and if some of the units are read around the place of all.
   */
  readonly isDroppable: boolean;
  /** Whether they are features of an input. */
  readonly isInput: boolean;
  /** Whether they are outputs of the network. */
  readonly isOutput: boolean;
}

/**
 * Finds the groups of units that can only be kept or dropped together, in network order.
 *
 * Adding, multiplying, averaging or comparing tensors element by element ties their units; a depthwise convolution and a normalization
 * preserve the units that they read; all calls of a shared layer form the same units. A concatenation ties nothing: its parts keep their
 * units. Nested networks count as in `flattenNetwork`. If a unit is a group of channels, the units that are masked by default are in
 * groups, and others, such as features of an input, are still channels. Throws `bad-input` for anything that is not a network, and for
 * groups whose size doesn't divide the channels of a layer that is masked by default.
 *
 * @param options - `granularity`: what one unit is, a `channel` (the default), an `element`, or `channelGroups(size)`
 *
 * @example
 * for (const { name, formedBy } of unitGroups(network)) console.log(name, formedBy.length > 1 ? 'tied' : 'free');
 */
export const unitGroups = (network: LayersModel, options: { readonly granularity?: Granularity } = {}): UnitGroup[] => {
  requireKnownOptions(who, options, ['granularity']);
  const { granularity = 'channel' } = options;
  requireGranularity(`${who}: granularity`, granularity);
  return withFlat(who, network, (flat) => {
    const nodes = nodesOf(who, flat);
    const ungrouped = { network: flat, nodes, flow: traceUnits(nodes, tracedUnits(granularity)) };
    const hidden = hiddenPlaces(ungrouped);
    const graph = typeof granularity === 'object' ? { ...ungrouped, flow: groupedFlow(hidden, nodes, granularity) } : ungrouped;
    const forms = nodes.map((node): Use => ({ node, tensor: node.outputTensors[0]! })).filter(({ node }) => isForming(node, graph));
    const places = hidden.map((layer) => ({ layer, units: new Set(graph.flow.unitsOf(tensorsOf(layer, nodes)[0]!)) }));
    return groupedByFormers(forms, graph).map((units) => describe(units, forms, places, graph));
  });
};

/** The flow of channels whose groups masks after some layers drop as one. Throws `bad-input` if the size doesn't divide the channels. */
const groupedFlow = (places: readonly Layer[], nodes: readonly Node[], granularity: ChannelGroups): UnitFlow => {
  const tensors = places.map((layer) => tensorsOf(layer, nodes)[0]!);
  for (const { sourceLayer, shape } of tensors) unitShape(`${who}: layer "${sourceLayer.name}"`, shape, granularity);
  return traceUnits(nodes, 'channel', { tensors, size: granularity.channelGroup });
};

interface Place {
  readonly layer: Layer;
  readonly units: ReadonlySet<number>;
}

interface Use {
  readonly node: Node;
  readonly tensor: SymbolicTensor;
}

/** Whether a call forms new units. */
const isForming = (node: Node, { flow }: UnitGraph): boolean =>
  isInput(node) || node.inputTensors.every((tensor) => flow.isMixed(tensor, node));

/** All units in groups; units that the same layers form are in one group. */
const groupedByFormers = (forms: readonly Use[], { flow }: UnitGraph): number[][] => {
  const formers = new Map<number, Set<string>>();
  for (const { node, tensor } of forms) {
    for (const unit of flow.unitsOf(tensor)) formers.set(unit, (formers.get(unit) ?? new Set()).add(node.outboundLayer.name));
  }
  const groups = new Map<string, number[]>();
  for (const [unit, names] of formers) {
    const key = JSON.stringify([...names]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return [...groups.values()];
};

const describe = (units: readonly number[], forms: readonly Use[], places: readonly Place[], graph: UnitGraph): UnitGroup => {
  const { network, nodes, flow } = graph;
  const numbers = new Map(units.map((unit, number) => [unit, number]));
  const membersOf = (uses: readonly Use[]): UnitGroupMember[] => {
    const members = uses.map(({ node, tensor }) => ({
      layer: node.outboundLayer.name,
      unitAt: flow.unitsOf(tensor).map((unit) => numbers.get(unit) ?? -1),
    }));
    const shown = members.filter(({ unitAt }) => unitAt.some((number) => number >= 0));
    return [...new Map(shown.map((member) => [`${member.unitAt.join()} ${member.layer}`, member])).values()];
  };
  const formedBy = membersOf(forms);
  const kept = nodes.filter((node) => !isForming(node, graph)).map((node): Use => ({ node, tensor: node.outputTensors[0]! }));
  const read = nodes.flatMap((node): Use[] =>
    isInput(node) ? [] : node.inputTensors.filter((tensor) => flow.isMixed(tensor, node)).map((tensor) => ({ node, tensor })),
  );
  const own = places.filter((place) => units.some((unit) => place.units.has(unit))).map(({ layer }) => layer);
  return {
    name: formedBy[0]!.layer,
    size: units.length,
    formedBy,
    keptBy: membersOf(kept),
    readBy: membersOf(read),
    places: own.map(({ name }) => name),
    isDroppable: isDroppable(units, own, graph),
    isInput: forms.some(({ node, tensor }) => isInput(node) && flow.unitsOf(tensor).some((unit) => numbers.has(unit))),
    isOutput: network.outputs.some((tensor) => flow.unitsOf(tensor).some((unit) => numbers.has(unit))),
  };
};

const isDroppable = (units: readonly number[], places: readonly Layer[], graph: UnitGraph): boolean => {
  const { nodes, flow } = graph;
  const masked = new Set(places.flatMap((layer) => tensorsOf(layer, nodes)));
  const own = new Set(units);
  const entangled = nodes.filter(({ outboundLayer }) => flowOf(outboundLayer) === 'entangles').flatMap(({ inputTensors }) => inputTensors);
  const read = [...mixedTensors(graph), ...entangled].filter((tensor) => flow.unitsOf(tensor).some((unit) => own.has(unit)));
  const components = new Set([...masked].flatMap((tensor) => [...flow.componentsOf(tensor)]));
  return (
    [...components].every((component) => {
      const coverage = coverageBy(flow, masked, component);
      return read.filter((tensor) => flow.componentsOf(tensor).has(component)).every((tensor) => coverage(tensor) !== 'none');
    }) && components.size > 0
  );
};
