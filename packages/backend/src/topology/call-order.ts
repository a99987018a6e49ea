import { nearest } from '@dum/errors';
import type { Config } from './canonical-config.js';
import { refuse } from './refuse.js';

const mostCalls = 8000;

/** A tensor by where it comes from: a layer's name, the node (call) there, the number of the output. */
export interface TensorReference {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** A layer of a functional network, with its calls. */
export interface GraphLayer {
  readonly name: string;
  readonly calls: readonly (readonly TensorReference[])[];
  /** Nodes that it has before any call: an input and a nested network have one. */
  readonly ownNodes: number;
}

/** One call of a layer. */
export interface LayerCall {
  readonly layer: string;
  readonly inputs: readonly TensorReference[];
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** Reads `["dense", 0, 0]`, with call arguments behind it or without. */
export const readReference = (value: Config, by: string): TensorReference => {
  const [layer, node, tensor] = Array.isArray(value) ? (value as readonly Config[]) : [];
  if (typeof layer === 'string' && isCount(node) && isCount(tensor)) return { layer, node, tensor };
  return refuse(`${by} refers to ${JSON.stringify(value).slice(0, 100)}, expected [layer, node, tensor]`);
};

/** Refuses a reference to a layer or a node that is not there; `nodes` counts the nodes of each layer. */
export const checkReference = ({ layer, node }: TensorReference, nodes: ReadonlyMap<string, number>, by: string): void => {
  const count = nodes.get(layer);
  if (count === undefined) {
    const close = nearest(layer, [...nodes.keys()]);
    refuse(`${by} refers to a layer "${layer}" that is not there${close === undefined ? '' : `; the nearest is "${close}"`}`);
  } else if (node >= count) {
    refuse(`${by} refers to node ${node} of layer "${layer}", which has ${count}`);
  }
};

/** How many nodes each layer has once every call is made. */
export const countNodes = (layers: readonly GraphLayer[]): ReadonlyMap<string, number> =>
  new Map(layers.map(({ name, calls, ownNodes }) => [name, ownNodes + calls.length]));

/**
 * The calls of a functional network, each after the calls that make its inputs. Dangling and circular references are
 * refused: tfjs-layers searches without end where there is no such order.
 */
export const callOrder = (layers: readonly GraphLayer[]): readonly LayerCall[] => {
  const nodes = countNodes(layers);
  for (const { name, calls, ownNodes } of layers) {
    if (calls.length + ownNodes === 0) refuse(`layer "${name}" is connected to nothing`);
    for (const reference of calls.flat()) checkReference(reference, nodes, `layer "${name}"`);
  }
  let waiting: readonly LayerCall[] = layers.flatMap(({ name, calls }) => calls.map((inputs) => ({ layer: name, inputs })));
  if (waiting.length > mostCalls) refuse(`its layers are called ${waiting.length} times, expected at most ${mostCalls}`);

  const made = new Map(layers.map(({ name, ownNodes }) => [name, ownNodes]));
  const order: LayerCall[] = [];
  const isWaiting = (call: LayerCall): boolean => {
    if (call.inputs.some(({ layer, node }) => node >= made.get(layer)!)) return true;
    made.set(call.layer, made.get(call.layer)! + 1);
    order.push(call);
    return false;
  };
  while (waiting.length > 0) {
    const before = waiting.length;
    waiting = waiting.filter(isWaiting);
    if (waiting.length === before) refuse(`the inputs of these layers go in a circle: ${namesOf(waiting)}`);
  }
  return order;
};

const namesOf = (calls: readonly LayerCall[]): string => {
  const names = [...new Set(calls.map(({ layer }) => layer))];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
};
