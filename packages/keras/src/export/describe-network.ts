import { type layers, LayersModel } from '@tensorflow/tfjs-layers';
import type { JsonObject } from '../config/json.js';
import { uniqueNames } from '../config/unique-names.js';
import type { Problems } from '../refusal/problems.js';
import { refuse } from '../refusal/refuse.js';
import { exportedLayers, exportRuleOf } from './export-rules.js';
import { exportedActivations } from './keras-activation.js';
import type { KerasStep } from './keras-step.js';
import { inKerasOrder } from './keras-order.js';
import { type LayerInNetwork, readNetworkGraph, type TensorSource } from './read-graph.js';
import { inKerasWords } from './keras-words.js';
import { validName } from './valid-name.js';

type Reference = readonly [layer: string, call: number, tensor: number, rest: JsonObject];

/** A layer as Keras 2 describes it. */
interface KerasLayerConfig {
  readonly class_name: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly inbound_nodes: readonly (readonly Reference[])[];
}

/** A network as Keras 2 describes it, and the layers of TensorFlow.js that hold the weights of its layers, in their order. */
export interface DescribedNetwork {
  readonly config: JsonObject;
  readonly holders: ReadonlyMap<string, layers.Layer>;
}

/** The end of each refusal. */
export const supportedForExport = `Supported are ${exportedLayers.join(', ')}, and the activation functions ${exportedActivations.join(', ')}`;

const stepsOf = ({ layer, calls }: LayerInNetwork, problems: Problems): readonly KerasStep[] => {
  const className = layer.getClassName();
  const report = problems.of(layer.name, className);
  if (layer instanceof LayersModel) {
    report('it is a network within the network; lay it open first, by flattenNetwork of @dum/masks, as dum export does');
    return [];
  }
  if (/Mask$/.test(className)) {
    report('Keras has no masks; cut the subnetwork out first, by dum extract or extractSubnetwork of @dum/masks');
    return [];
  }
  const config = inKerasWords(layer.getConfig());
  if (className === 'InputLayer') return [{ className, config: { ...config, sparse: false, ragged: false } }];
  const rest = calls.flatMap((call) => Object.keys(call.rest));
  if (rest.length > 0) report(`it is called with ${rest.join(', ')} beside tensors`);
  const weights = new Map(layer.weights.map(({ originalName, shape }) => [originalName.split('/').at(-1)!, shape as number[]]));
  const rule = exportRuleOf(className);
  if (rule === undefined) report('no layer of Keras is known to compute the same');
  return rule?.({ config, weights, report }) ?? [];
};

/** Describes a network in the format of Keras 2, which Keras 3 reads too. One message refuses all layers that cannot be described. */
export const describeNetwork = (network: LayersModel, problems: Problems, note: (text: string) => void): DescribedNetwork => {
  if (!(network instanceof LayersModel)) refuse('is no LayersModel; expected a network of TensorFlow.js');
  const graph = readNetworkGraph(network);
  const name = validName(network.name);
  const uniqueName = uniqueNames();
  const named = new Map(
    graph.layers.map(({ layer }) => {
      const given = uniqueName(validName(layer.name), name);
      if (given !== layer.name) note(`layer "${layer.name}" is named "${given}" there`);
      return [layer, given] as const;
    }),
  );
  const described = graph.layers.map((inNetwork) => {
    const steps = stepsOf(inNetwork, problems);
    const first = named.get(inNetwork.layer)!;
    const names = steps.map(({ className }, i) => (i === 0 ? first : uniqueName(`${first}_${className.toLowerCase()}`, name)));
    return { ...inNetwork, steps, names };
  });
  problems.refuseAny(supportedForExport);
  const last = new Map(described.map(({ layer, names }) => [layer, names.at(-1)!]));
  const refer = ({ layer, call, tensor }: TensorSource): Reference => [last.get(layer)!, call, tensor, {}];
  const layersOf = ({ steps, names, calls }: (typeof described)[number]): readonly KerasLayerConfig[] =>
    steps.map(({ className, config, from = [] }, i) => ({
      class_name: className,
      name: names[i]!,
      config: { ...(className === 'InputLayer' ? {} : { trainable: true }), ...config, name: names[i]!, dtype: 'float32' },
      inbound_nodes: calls.map(({ inputs }, call) =>
        i === 0 ? inputs.map(refer) : (from.length === 0 ? [i - 1] : from).map((step): Reference => [names[step]!, call, 0, {}]),
      ),
    }));
  const outputs = graph.outputs.map(refer);
  const layers = inKerasOrder(described.flatMap(layersOf), outputs);
  const holders = new Map(described.map(({ layer }) => [named.get(layer)!, layer]));
  return {
    config: {
      class_name: 'Functional',
      config: {
        name,
        trainable: true,
        layers: layers as unknown as readonly JsonObject[],
        input_layers: graph.inputs.map((source) => refer(source).slice(0, 3)) as unknown as JsonObject[],
        output_layers: outputs.map((source) => source.slice(0, 3)) as unknown as JsonObject[],
      },
    },
    holders: new Map(layers.flatMap(({ name }) => (holders.has(name) ? [[name, holders.get(name)!] as const] : []))),
  };
};
