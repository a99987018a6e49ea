import { refuse } from '../refusal/refuse.js';
import { isFalse, isList, isObject, type Json, type JsonObject, show } from './json.js';
import { plain } from './plain.js';
import type { Generation } from './keras-layer.js';

/** A tensor by where it comes from: a layer's name, the call there, the number of the output. */
export type TensorReference = readonly [layer: string, call: number, tensor: number];

/** An argument of a call that is not a tensor. */
interface Argument {
  readonly value: Json;
  /** How many tensors come before it. */
  readonly after: number;
}

/** One call of a layer. */
export interface Call {
  readonly inputs: readonly TensorReference[];
  /** Its other arguments, without those that have no effect. */
  readonly rest: readonly Argument[];
}

const isCount = (value: Json | undefined): value is number => Number.isInteger(value) && (value as number) >= 0;

const isReference = (value: Json | undefined): value is readonly [string, number, number, ...Json[]] =>
  isList(value) && typeof value[0] === 'string' && isCount(value[1]) && isCount(value[2]);

/** Reads `["dense", 0, 0]`. */
const readReference = (value: Json | undefined, by: string): TensorReference =>
  isReference(value) ? [value[0], value[1], value[2]] : refuse(`has ${by} refer to ${show(value)}, expected [layer, call, tensor]`);

/** Reads the inputs or outputs of a network: one reference, a list or a dictionary of them. */
export const readReferences = (value: Json | undefined, by: string): readonly TensorReference[] => {
  if (isReference(value)) return [readReference(value, by)];
  if (isList(value)) return value.flatMap((item) => readReferences(item, by));
  if (isObject(value))
    return Object.keys(value)
      .sort()
      .flatMap((key) => readReferences(value[key], by));
  return [readReference(value, by)];
};

// when it predicts, Keras 3 ignores a `training` argument; Keras 2 does not
const inert = (name: string, value: Json, generation: Generation): boolean =>
  value === null || name === 'name' || (name === 'training' && (isFalse(value) || generation === 3));

const collectCall = () => {
  const inputs: TensorReference[] = [];
  const rest: Argument[] = [];
  return {
    call: { inputs, rest },
    tensor: (reference: TensorReference) => void inputs.push(reference),
    other: (value: Json) => void rest.push({ value, after: inputs.length }),
  };
};

// [["dense", 0, 0, {…}], …]; a bare operation has no outer list, and may begin with ["_CONSTANT_VALUE", -1, 2]
const readOlder = (node: readonly Json[], by: string): Call => {
  const { call, tensor, other } = collectCall();
  for (const item of typeof node[0] === 'string' ? [node] : node) {
    if (isList(item) && item[0] === '_CONSTANT_VALUE') other(item[2] ?? null);
    else tensor(readReference(item, by));
    const more = isList(item) && isObject(item[3]) ? item[3] : {};
    for (const [name, value] of Object.entries(more)) {
      if (inert(name, value, 2)) continue;
      if (isReference(value)) tensor(readReference(value, by));
      else other(value);
    }
  }
  return call;
};

// {"args": […], "kwargs": {…}} with tensors among the values
const readNewer = (node: JsonObject, by: string): Call => {
  const { call, tensor, other } = collectCall();
  const walk = (value: Json): void => {
    if (isList(value)) value.forEach(walk);
    else if (isObject(value) && value.class_name === '__keras_tensor__') {
      tensor(readReference(isObject(value.config) ? value.config.keras_history : undefined, by));
    } else other(plain(value));
  };
  const { args = [], kwargs = {} } = node;
  walk(args);
  for (const [name, value] of Object.entries(isObject(kwargs) ? kwargs : {})) if (!inert(name, value, 3)) walk(value);
  return call;
};

/** Reads the calls of a layer as Keras 2 or Keras 3 writes them. */
export const readCalls = (inboundNodes: Json, layer: string): readonly Call[] => {
  const by = `layer "${layer}"`;
  if (!isList(inboundNodes)) return refuse(`has ${show(inboundNodes)} for the calls of ${by}, expected a list`);
  return inboundNodes.map((node) => {
    if (isList(node)) return readOlder(node, by);
    return isObject(node) ? readNewer(node, by) : refuse(`has ${show(node)} for a call of ${by}`);
  });
};
