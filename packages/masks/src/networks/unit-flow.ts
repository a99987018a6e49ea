import type { Shape, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { TracedUnits } from '../units/granularity.js';
import { isInput, type Layer, type Node } from './_graph.js';
import { flowOf } from '../rules/per-layer.js';
import { createPartition } from './_partition.js';

/** The units at each position of each tensor of a flat network. */
export interface UnitFlow {
  /**
   * The number of the unit at each position: along the last axis for channels, of every element, row-major, for elements.
   *
   * Positions with the same number have the same unit: a channel after its activation, at each position of a flattened convolution, in the
   * sum that it was added to. Empty if the number of positions is not fixed.
   */
  readonly unitsOf: (tensor: SymbolicTensor) => Int32Array;
  /** The numbers of the components of a tensor's units; a component has all units of layers that are tied, directly or through others. */
  readonly componentsOf: (tensor: SymbolicTensor) => ReadonlySet<number>;
  /** Whether a call mixes the units of one of its inputs into new units. */
  readonly isMixed: (tensor: SymbolicTensor, by: Node) => boolean;
}

/** Channels that are kept or dropped in groups of neighbours, in some tensors. */
export interface GroupedChannels {
  readonly tensors: readonly SymbolicTensor[];
  readonly size: number;
}

/**
 * Follows units through the calls of a flat network, given in network order. Layers of unknown kind mix all their inputs.
 *
 * Grouped channels are one unit, wherever they are.
 */
export const traceUnits = (nodes: readonly Node[], granularity: TracedUnits, grouped?: GroupedChannels): UnitFlow => {
  const units = createPartition();
  const blocks = createPartition();
  const places = new Map<SymbolicTensor, { readonly at: Int32Array; readonly blocks: readonly number[] }>();
  const form = (tensor: SymbolicTensor) => ({ at: units.add(placesIn(tensor.shape, granularity)), blocks: [...blocks.add(1)] });
  const tie = (all: readonly Places[]): Places => {
    const [first, ...others] = all as [Places, ...Places[]];
    for (const other of others) for (const [place, unit] of other.at.entries()) units.join(unit, first.at[place]!);
    const joined = all.flatMap((part) => part.blocks);
    for (const block of joined) blocks.join(block, joined[0]!);
    return { at: first.at, blocks: joined };
  };
  const firstCalls = new Map<Layer, readonly Places[]>();
  for (const node of nodes) {
    const { outboundLayer: layer, outputTensors: outputs } = node;
    const read = isInput(node) ? [] : node.inputTensors.filter((tensor) => !isMixedBy(tensor, node, granularity));
    const sources = read.map((tensor) => places.get(tensor)!);
    const made = outputs.map((tensor): Places => {
      if (sources.length === 0) return form(tensor);
      const flow = flowOf(layer);
      if (flow === 'joins') return tie(sources);
      if (flow === 'concatenates') return concatenate(node, sources, granularity, tie);
      return flow === 'reshapes' ? reshape(node, sources[0]!, granularity, units.join) : sources[0]!;
    });
    const first = firstCalls.get(layer);
    if (first === undefined) firstCalls.set(layer, made);
    else if (layer.weights.length > 0) {
      for (const [index, call] of made.entries()) if (call.at.length === first[index]!.at.length) tie([first[index]!, call]);
    }
    for (const [index, tensor] of outputs.entries()) places.set(tensor, made[index]!);
  }
  for (const tensor of grouped?.tensors ?? []) {
    const { at } = places.get(tensor)!;
    for (const [place, unit] of at.entries()) units.join(unit, at[place - (place % grouped!.size)]!);
  }
  return {
    unitsOf: remembered((tensor) => places.get(tensor)!.at.map(units.find)),
    componentsOf: remembered((tensor) => new Set(places.get(tensor)!.blocks.map(blocks.find))),
    isMixed: (tensor, by) => isMixedBy(tensor, by, granularity),
  };
};

const remembered = <Value>(compute: (tensor: SymbolicTensor) => Value): ((tensor: SymbolicTensor) => Value) => {
  const known = new Map<SymbolicTensor, Value>();
  return (tensor) => {
    const value = known.get(tensor) ?? compute(tensor);
    known.set(tensor, value);
    return value;
  };
};

interface Places {
  readonly at: Int32Array;
  readonly blocks: readonly number[];
}

const placesIn = (shape: Shape, granularity: TracedUnits): number =>
  (granularity === 'channel' ? shape.slice(1).slice(-1) : shape.slice(1)).reduce<number>((product, size) => product * (size ?? 0), 1);

const isMixedBy = (tensor: SymbolicTensor, node: Node, granularity: TracedUnits): boolean => {
  const { outboundLayer: layer, outputTensors } = node;
  const flow = flowOf(layer);
  const [from, to] = [tensor.shape, outputTensors[0]!.shape].map((shape) => placesIn(shape, granularity)) as [number, number];
  if (isChannelsFirst(layer) && (granularity === 'channel' || flow === 'reshapes')) return true;
  switch (flow) {
    case 'keeps':
    case 'passes':
    case 'gates':
    case 'entangles':
      return outputTensors.length > 1;
    case 'moves':
    case 'filters':
      return granularity === 'element' || from !== to;
    case 'joins':
      return from !== to;
    case 'concatenates':
      return false;
    case 'reshapes':
      return isUnfixed(tensor.shape) || isUnfixed(outputTensors[0]!.shape);
    case 'forms':
    case undefined:
      return true;
  }
};

const isUnfixed = (shape: Shape): boolean => shape.slice(1).some((size) => size === null);

const isChannelsFirst = (layer: Layer): boolean => (layer.getConfig() as { dataFormat?: string }).dataFormat === 'channelsFirst';

const concatenate = (node: Node, sources: readonly Places[], granularity: TracedUnits, tie: (all: readonly Places[]) => Places): Places => {
  const rank = node.outputTensors[0]!.shape.length;
  const { axis } = node.outboundLayer.getConfig() as { axis: number };
  const along = axis < 0 ? axis + rank : axis;
  if (granularity === 'channel' && along < rank - 1) return tie(sources);
  const chunks = node.inputTensors.map(({ shape }) =>
    granularity === 'channel' ? placesIn(shape, 'channel') : placesIn([null, ...shape.slice(along)], 'element'),
  );
  const at = new Int32Array(sources.reduce((total, source) => total + source.at.length, 0));
  let next = 0;
  for (let row = 0; next < at.length; row++) {
    sources.forEach((source, index) => {
      const chunk = chunks[index]!;
      at.set(source.at.subarray(row * chunk, (row + 1) * chunk), next);
      next += chunk;
    });
  }
  return { at, blocks: sources.flatMap(({ blocks }) => blocks) };
};

const reshape = (node: Node, source: Places, granularity: TracedUnits, join: (a: number, b: number) => void): Places => {
  if (granularity === 'element') return source;
  const [from, to] = [node.inputTensors[0]!, node.outputTensors[0]!].map(({ shape }) => placesIn(shape, 'channel')) as [number, number];
  const elements = placesIn(node.outputTensors[0]!.shape, 'element');
  const at = Int32Array.from({ length: to }, (_, place) => source.at[place % from]!);
  for (let element = to; element < elements; element++) join(at[element % to]!, source.at[element % from]!);
  return { at, blocks: source.blocks };
};
