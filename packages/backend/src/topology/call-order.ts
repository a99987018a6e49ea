import { nearest } from '@dum/errors';
import type { Config } from './canonical-config.js';
import { refuse } from './refuse.js';

/** A layer of a functional network, with the calls that its config lists. */
export interface GraphLayer {
  readonly name: string;
  readonly inboundNodes: readonly Config[];
  /** Nodes that the layer has before any call: an input and a nested network have one. */
  readonly ownNodes: number;
}

/** A tensor by where it comes from: a layer's name, the node (call), the number of the output. */
export interface TensorReference {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** One call of a layer. */
export interface LayerCall {
  readonly layer: string;
  readonly inputs: readonly TensorReference[];
}

const mostCalls = 8000;

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** Reads `["dense", 0, 0]`, with call arguments behind it or without. */
export const readReference = (value: Config, by: string): TensorReference => {
  const [layer, node, tensor] = Array.isArray(value) ? (value as readonly Config[]) : [];
  if (typeof layer !== 'string' || !isCount(node) || !isCount(tensor))
    return refuse(`${by} refers to ${JSON.stringify(value)?.slice(0, 100)}, expected [layer, node, tensor]`);
  return { layer, node, tensor };
};

/** The reference as it stands, refused where no such layer is there. */
export const knownReference = (reference: TensorReference, nodes: ReadonlyMap<string, number>, by: string): TensorReference => {
  if (nodes.has(reference.layer)) return reference;
  const close = nearest(reference.layer, [...nodes.keys()]);
  return refuse(
    `${by} refers to a layer "${reference.layer}" that is not there${close === undefined ? '' : `; the nearest is "${close}"`}`,
  );
};

const readCalls = ({ name, inboundNodes, ownNodes }: GraphLayer, nodes: ReadonlyMap<string, number>): LayerCall[] => {
  const by = `layer "${name}"`;
  if (inboundNodes.length === 0 && ownNodes === 0) refuse(`${by} is connected to nothing`);
  return inboundNodes.map((node) => {
    if (!Array.isArray(node) || node.length === 0) return refuse(`${by} has a call without inputs`);
    return { layer: name, inputs: (node as readonly Config[]).map((input) => knownReference(readReference(input, by), nodes, by)) };
  });
};

/**
 * The calls of a functional network in an order in which each finds its inputs made, as tfjs-layers finds one; it tries
 * for ever where there is none, so a dangling or circular reference is refused here.
 */
export const callOrder = (layers: readonly GraphLayer[]): readonly LayerCall[] => {
  const nodes = new Map(layers.map(({ name, ownNodes }) => [name, ownNodes]));
  const made = new Map(nodes);
  let waiting = layers.flatMap((layer) => readCalls(layer, nodes));
  if (waiting.length > mostCalls) return refuse(`its layers are called ${waiting.length} times, expected at most ${mostCalls}`);
  const total = new Map(nodes);
  for (const { layer } of waiting) total.set(layer, total.get(layer)! + 1);
  const order: LayerCall[] = [];
  while (waiting.length > 0) {
    const left = waiting.filter((call) => {
      if (!call.inputs.every(({ layer, node }) => node < made.get(layer)!)) return true;
      made.set(call.layer, made.get(call.layer)! + 1);
      order.push(call);
      return false;
    });
    if (left.length === waiting.length) return refuseStuck(left, total);
    waiting = left;
  }
  return order;
};

const refuseStuck = (left: readonly LayerCall[], total: ReadonlyMap<string, number>): never => {
  for (const { layer, inputs } of left) {
    const beyond = inputs.find((input) => input.node >= total.get(input.layer)!);
    if (beyond !== undefined)
      return refuse(`layer "${layer}" refers to node ${beyond.node} of "${beyond.layer}", which has ${total.get(beyond.layer)}`);
  }
  return refuse(`the inputs of these layers go in a circle: ${[...new Set(left.map(({ layer }) => layer))].slice(0, 5).join(', ')}`);
};
