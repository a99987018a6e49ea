import type { Problems } from '../refusal/problems.js';
import type { TensorReference } from './calls.js';
import type { ConvertedContainer, ConvertedLayer, ConvertedNetwork, ConvertedStep, Origin } from './converted.js';
import { type Graph, type GraphNode, readGraph } from './graph.js';
import { isFalse, type JsonObject } from './json.js';
import type { KerasLayer } from './keras-layer.js';
import { stepsOf } from './layer-steps.js';
import type { Step } from './rules/layer-rule.js';
import { storagePaths } from './storage-paths.js';
import type { UniqueName } from './unique-names.js';

/** Where a conversion reports problems and notes, and how it names layers. */
export interface ConversionContext {
  readonly problems: Problems;
  readonly note: (text: string) => void;
  readonly uniqueName: UniqueName;
}

/** What a layer was converted to. */
interface Converted {
  readonly added: readonly (ConvertedLayer | ConvertedContainer)[];
  readonly origin: Origin;
}

const asCall = (inputs: readonly TensorReference[]): readonly (readonly [...TensorReference, JsonObject])[] =>
  inputs.map(([layer, call, tensor]) => [layer, call, tensor, {}] as const);

const wire = (steps: readonly Step[], names: readonly string[], { calls }: GraphNode): readonly ConvertedStep[] =>
  steps.map(({ className, config, inputs, finish, constants }, i) => {
    const name = names[i]!;
    const from = inputs ?? (i === 0 ? undefined : [{ step: i - 1 }]);
    const nodes = calls.map((call, k) =>
      from === undefined
        ? call.inputs
        : from.flatMap((source): readonly TensorReference[] => {
            if ('step' in source) return [[names[source.step]!, k, 0]];
            const given = call.inputs[source.call];
            return given === undefined ? [] : [given];
          }),
    );
    const layer = { class_name: className, name, config: { ...config, name }, inbound_nodes: nodes.map(asCall) };
    return { layer, ...(finish === undefined ? {} : { finish }), ...(constants === undefined ? {} : { constants }) };
  });

/** Converts a Keras network to layers of TensorFlow.js, and records where each layer came from. */
export const convertNetwork = (network: KerasLayer, context: ConversionContext, prefix = ''): ConvertedNetwork => {
  const { problems, note, uniqueName } = context;
  const graph: Graph = readGraph(network);
  const pathOf = storagePaths(prefix);
  const renamed = new Map(graph.nodes.map(({ layer: { name } }) => [name, uniqueName(name, network.name)]));
  for (const [name, now] of renamed)
    if (name !== now) note(`layer "${name}" of "${network.name}" is named "${now}" here, since names differ here throughout a network`);
  const rename = ([layer, call, tensor]: TensorReference): TensorReference => [renamed.get(layer) ?? layer, call, tensor];

  const convert = (given: GraphNode): Converted => {
    const { layer } = given;
    const name = renamed.get(layer.name)!;
    const node: GraphNode = { layer, calls: given.calls.map((call) => ({ ...call, inputs: call.inputs.map(rename) })) };
    const origin = { keras: layer.name, className: layer.className, path: pathOf(layer), frozen: isFalse(layer.config.trainable) };
    if (layer.kind === 'network') {
      const inner = convertNetwork(layer, context, `${origin.path}/`);
      if (node.calls.some(({ rest }) => rest.length > 0)) problems.of(layer.name, layer.className)('it is called with more than tensors');
      const container = {
        class_name: 'Functional',
        name,
        config: { ...inner.config, name },
        inbound_nodes: node.calls.map(({ inputs }) => asCall(inputs)),
      };
      return { added: [container], origin: { ...origin, layers: [], network: inner.origins } };
    }
    const report = problems.of(layer.name, layer.className);
    const steps = stepsOf({ layer, calls: node.calls, report, note: (text) => note(`layer "${layer.name}" (${layer.className}) ${text}`) });
    const names = steps.map((_, i) => (i === steps.length - 1 ? name : uniqueName(`${name}__${i}`, network.name)));
    const layers = wire(steps, names, node);
    return { added: layers.map((step) => step.layer), origin: { ...origin, layers } };
  };

  const converted = graph.nodes.map(convert);
  return {
    config: {
      name: network.name,
      layers: converted.flatMap(({ added }) => added),
      input_layers: graph.inputs.map(rename),
      output_layers: graph.outputs.map(rename),
    },
    origins: converted.map(({ origin }) => origin),
  };
};
