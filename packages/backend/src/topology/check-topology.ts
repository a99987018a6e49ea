import { nearest } from '@dum/errors';
import { callOrder, knownReference, readReference } from './call-order.js';
import { type Config, type ConfigObject, canonicalConfig, isObject } from './canonical-config.js';
import { checkDimensions } from './dimensions.js';
import { containerClasses, layerClasses, settingClasses } from './layer-classes.js';
import { refuse } from './refuse.js';

const mostLayers = 2000;
const deepestNetwork = 8;

/** What a topology may hold beyond the layers of tfjs-layers. */
export interface CheckTopologyOptions {
  /** Class names of custom layers. Default: the mask layer of `@dum/masks`. */
  readonly allow?: readonly string[];
}

interface Layer {
  readonly className: string;
  readonly config: ConfigObject;
  readonly name: string;
  readonly inboundNodes: readonly Config[];
}

const listOf = (value: Config | undefined, what: string): readonly Config[] =>
  Array.isArray(value) ? (value as readonly Config[]) : refuse(`${what} is not a list`);

const readLayer = (value: Config, where: string): Layer => {
  if (!isObject(value)) return refuse(`${where} is ${JSON.stringify(value)?.slice(0, 60)}, expected a layer`);
  const { className, config, inboundNodes = [] } = value;
  if (typeof className !== 'string') return refuse(`${where} has no class_name`);
  if (!isObject(config) && !(className === 'Sequential' && Array.isArray(config))) return refuse(`${where} ("${className}") has no config`);
  const settings: ConfigObject = isObject(config) ? config : { layers: config! };
  const name = value['name'] ?? settings['name'] ?? '';
  if (typeof name !== 'string' || name in Object.prototype)
    return refuse(`${where} is named ${JSON.stringify(name)}, expected another text`);
  if (settings['name'] !== undefined && settings['name'] !== name)
    return refuse(`layer "${name}" calls itself ${JSON.stringify(settings['name'])} in its config`);
  return { className, config: settings, name, inboundNodes: listOf(inboundNodes, `inbound_nodes of layer "${name}"`) };
};

const checkGraph = (layers: readonly Layer[], { name, config }: Layer): void => {
  const ownNodes = ({ className }: Layer) => (className === 'InputLayer' || containerClasses.includes(className) ? 1 : 0);
  callOrder(layers.map((layer) => ({ name: layer.name, inboundNodes: layer.inboundNodes, ownNodes: ownNodes(layer) })));
  const nodes = new Map(layers.map((layer) => [layer.name, ownNodes(layer) + layer.inboundNodes.length]));
  for (const key of ['inputLayers', 'outputLayers']) {
    for (const value of listOf(config[key], `${key} of network "${name}"`)) {
      const by = `${key} of network "${name}"`;
      const { layer, node } = knownReference(readReference(value, by), nodes, by);
      if (node >= nodes.get(layer)!) refuse(`${by} refers to node ${node} of "${layer}", which has ${nodes.get(layer)}`);
    }
  }
};

const checkNames = (layers: readonly Layer[], network: string): void => {
  const seen = new Set<string>();
  for (const { name } of layers) {
    if (name !== '' && seen.has(name)) refuse(`network "${network}" has two layers named "${name}"; give each a name of its own`);
    seen.add(name);
  }
};

/**
 * Refuses a network's topology (the JSON that `model.toJSON` gives and model.json holds) that TensorFlow.js must not
 * see: it would build units without end, or look for ever for a layer that is not there.
 *
 * Accepted are the layer classes of tfjs-layers and those in `allow`; at most 2,000 layers, nested at most 8 networks
 * deep; sizes that are whole numbers of at most 2²⁰ (null for a size known later); finite numbers; layer
 * names that differ within a network; references to layers and calls that are there, and in no circle.
 *
 * @throws DumError 'bad-input', naming the layer and what was expected.
 * @example
 * checkTopology(JSON.parse(text).modelTopology, { allow: ['MyLayer'] });
 */
export const checkTopology = (modelTopology: unknown, { allow = ['DumUnitMask'] }: CheckTopologyOptions = {}): void => {
  let count = 0;

  const checkInside = (config: Config, depth: number): void => {
    if (Array.isArray(config)) {
      for (const item of config as readonly Config[]) checkInside(item, depth);
    } else if (isObject(config)) {
      if (typeof config['className'] === 'string' && !settingClasses.includes(config['className']))
        checkLayer(readLayer(config, 'a layer inside another'), depth + 1);
      else for (const item of Object.values(config)) checkInside(item, depth);
    }
  };

  const checkLayer = (layer: Layer, depth: number): void => {
    const { className, config, name } = layer;
    if (depth > deepestNetwork) refuse(`layer "${name}" lies more than ${deepestNetwork} networks deep`);
    if (++count > mostLayers) refuse(`it has more than ${mostLayers} layers`);
    const custom = allow.includes(className);
    if (!custom && !layerClasses.includes(className)) {
      const close = nearest(className, [...layerClasses, ...allow]);
      refuse(
        `layer "${name}" has the class "${className}", which is not known${close === undefined ? '' : ` (the nearest is "${close}")`}; allow custom layers by name`,
      );
    }
    checkDimensions(name, config, custom);
    if (!containerClasses.includes(className)) return checkInside(config, depth);
    const layers = listOf(config['layers'], `the layers of network "${name}"`).map((value, i) =>
      readLayer(value, `layer ${i} of network "${name}"`),
    );
    checkNames(layers, name);
    for (const inner of layers) checkLayer(inner, depth + 1);
    if (className !== 'Sequential') checkGraph(layers, layer);
  };

  const whole = (modelTopology as { model_config?: unknown } | null)?.model_config ?? modelTopology;
  const network = readLayer(canonicalConfig(whole), 'the network');
  if (!containerClasses.includes(network.className))
    refuse(`its class is "${network.className}", expected Sequential, Model or Functional`);
  checkLayer(network, 0);
};
