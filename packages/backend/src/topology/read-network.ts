import { nearest } from '@dum/errors';
import { readReference, type TensorReference } from './call-order.js';
import { type Config, type ConfigObject, isObject } from './canonical-config.js';
import { checkDimensions } from './dimensions.js';
import { refuseKeras3 } from './foreign-topology.js';
import { containerClasses, layerClasses, settingClasses } from './layer-classes.js';
import { refuse } from './refuse.js';

const mostLayers = 2000;
const deepestNetwork = 8;

/** A layer as its topology describes it; its class is known and its sizes are sizes. */
export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly config: ConfigObject;
  /** Its calls, each by its inputs; none in a Sequential. */
  readonly calls: readonly (readonly TensorReference[])[];
  /** The layers in its config: those of a network inside the network, what a wrapper wraps, an RNN's cells. */
  readonly inner: readonly Layer[];
}

/** The references under a key of a network's config, such as `inputLayers`. */
export const referencesOf = ({ name, config }: Layer, key: 'inputLayers' | 'outputLayers'): TensorReference[] => {
  const by = `${key} of network "${name}"`;
  return listOf(config[key], by).map((value) => readReference(value, by));
};

// Where these classes keep the layers that they use; an RNN of several cells writes them down twice.
const wrapperKeys: Readonly<Record<string, string>> = {
  TimeDistributed: 'layer',
  Bidirectional: 'layer',
  RNN: 'cell',
  StackedRNNCells: 'cells',
};

const listOf = (value: Config | undefined, what: string): readonly Config[] =>
  Array.isArray(value) ? (value as readonly Config[]) : refuse(`${what} is not a list`);

const nameOf = (value: ConfigObject, config: ConfigObject, where: string): string => {
  const name = value.name ?? config.name ?? '';
  if (typeof name !== 'string' || name in Object.prototype) {
    return refuse(`${where} is named ${JSON.stringify(name)}, expected another text`);
  }
  const own = config.name ?? name;
  return own === name ? name : refuse(`layer "${name}" calls itself ${JSON.stringify(own)} in its config`);
};

const callsOf = (value: ConfigObject, name: string): TensorReference[][] =>
  listOf(value.inboundNodes ?? [], `inbound_nodes of layer "${name}"`).map((node) => {
    if (isObject(node) && node.args !== undefined) return refuseKeras3(`layer "${name}" is called with args`);
    const inputs = Array.isArray(node) ? (node as readonly Config[]) : [];
    if (inputs.length === 0) return refuse(`layer "${name}" has a call without inputs`);
    return inputs.map((input) => readReference(input, `layer "${name}"`));
  });

const checkClass = (className: string, name: string, allow: readonly string[]): void => {
  if (allow.includes(className) || layerClasses.includes(className)) return;
  if (className === 'DTypePolicy') refuseKeras3('a dtype is a DTypePolicy');
  const close = nearest(className, [...layerClasses, ...allow]);
  const hint = close === undefined ? '' : ` (the nearest is "${close}")`;
  refuse(
    `layer "${name}" has the class "${className}", which TensorFlow.js does not have${hint}; importKeras of @dum/keras (dum import) reads some layers of Keras that it lacks, and a custom layer is accepted where its class name is given (allowLayers of fileSystem, allow of checkTopology)`,
  );
};

const checkNames = (layers: readonly Layer[], network: string): void => {
  const seen = new Set<string>();
  for (const { name } of layers) {
    if (name !== '' && seen.has(name)) refuse(`network "${network}" has two layers named "${name}"; give each a name of its own`);
    seen.add(name);
  }
};

/** Reads a topology into layers. Refuses unknown classes, bad sizes, too many layers and nesting that is too deep. */
export const readNetwork = (topology: Config, allow: readonly string[]): Layer => {
  let count = -1; // the network itself is not counted as a layer

  const layersIn = (config: Config, depth: number): Layer[] => {
    if (Array.isArray(config)) return (config as readonly Config[]).flatMap((item) => layersIn(item, depth));
    if (!isObject(config)) return [];
    const { className } = config;
    const isLayer = typeof className === 'string' && !settingClasses.includes(className);
    return isLayer
      ? [readLayer(config, `a layer of class "${className}"`, depth)]
      : Object.values(config).flatMap((item) => layersIn(item, depth));
  };

  const readLayer = (value: Config, where: string, depth: number): Layer => {
    if (!isObject(value)) return refuse(`${where} is ${JSON.stringify(value).slice(0, 60)}, expected a layer`);
    const { className } = value;
    if (typeof className !== 'string') return refuse(`${where} has no class_name`);
    const asList = className === 'Sequential' && Array.isArray(value.config);
    const config = asList ? { layers: value.config as Config } : value.config;
    if (!isObject(config)) return refuse(`${where} ("${className}") has no config`);
    const name = nameOf(value, config, where);
    if (depth > deepestNetwork) return refuse(`layer "${name}" lies more than ${deepestNetwork} networks deep`);
    if (++count > mostLayers) return refuse(`it has more than ${mostLayers} layers`);
    checkClass(className, name, allow);
    if (className === 'InputLayer' && config.batchShape !== undefined) refuseKeras3(`input "${name}" has a batch_shape`);
    checkDimensions(name, config, !layerClasses.includes(className));
    const container = containerClasses.includes(className);
    const inner = container
      ? listOf(config.layers, `the layers of network "${name}"`).map((layer, i) =>
          readLayer(layer, `layer ${i} of network "${name}"`, depth + 1),
        )
      : Object.entries(config)
          .map(([key, item]) => ({ key, found: layersIn(item, depth + 1) }))
          .filter(({ key }) => key === (wrapperKeys[className] ?? key))
          .flatMap(({ found }) => found);
    if (container) checkNames(inner, name);
    return { name, className, config, calls: callsOf(value, name), inner };
  };

  const network = readLayer(topology, 'the network', 0);
  return containerClasses.includes(network.className)
    ? network
    : refuse(`its class is "${network.className}", expected Sequential, Model or Functional`);
};
