import { layers, LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { NewHead } from '../mask-set/subnetwork.js';
import { type Layer, type Node, nodesBehind, nodesOf } from '../networks/calls.js';
import type { Call, Signal, Stage } from '../kinds/kind.js';
import { mixing } from '../kinds/mixing.js';
import { reshape } from '../kinds/reshape.js';
import { createSignal } from '../kinds/signal.js';
import { weightedSum } from '../kinds/weighted-sum.js';
import { called, type CalledStage, stagesOf } from './_stages-of.js';
import { sizeOf } from '../size-of.js';

/** The graph that extraction works on: calls in order, without nested networks and without layers that do nothing at inference. */
export interface ExtractionGraph {
  readonly inputs: readonly Signal[];
  readonly calls: readonly Call[];
  readonly outputs: readonly Signal[];
  /** Each layer that forms units, in order, without the read-out. */
  readonly stages: readonly CalledStage[];
}

/**
 * Reads the graph of a network with masks, ending in the read-out if there is one. Throws `bad-input`, naming the layer, for an unsupported
 * one.
 */
export const readExtractionGraph = async (who: string, network: LayersModel, readOut: NewHead | undefined): Promise<ExtractionGraph> => {
  nodesOf(who, network);
  const calls: Call[] = [];
  const known = new Map<Layer, CalledStage[]>();
  const call = ({ name, kind, calls: own }: CalledStage, inputs: readonly Signal[], shape: readonly number[]): Signal => {
    const made: Call = { kind, name, inputs, output: createSignal(shape), calls: own };
    made.output.maker = made;
    for (const input of inputs) input.readers.push(made);
    own.push(made);
    calls.push(made);
    return made.output;
  };
  const walk = async (nodes: readonly Node[], signals: Map<SymbolicTensor, Signal>): Promise<void> => {
    for (const { outboundLayer: layer, inputTensors, outputTensors } of [...nodes].sort((a, b) => a.id - b.id)) {
      const inputs = inputTensors.map((tensor) => signals.get(tensor)!);
      if (layer instanceof LayersModel) {
        const inner = new Map(layer.inputs.map((tensor, index) => [tensor, inputs[index]!]));
        await walk(nodesBehind(layer.outputs, new Set(layer.inputs)), inner);
        for (const [index, tensor] of layer.outputs.entries()) signals.set(outputTensors[index]!, inner.get(tensor)!);
        continue;
      }
      const stages = known.get(layer) ?? (await stagesOf(who, layer));
      known.set(layer, stages);
      const shape = fixedShape(who, outputTensors[0]!);
      let from = inputs;
      for (const stage of stages) from = [call(stage, from, [...shape.slice(0, -1), stage.channels ?? shape.at(-1)!])];
      signals.set(outputTensors[0]!, from[0]!);
    }
  };
  const inputs = network.inputs.map((tensor) => createSignal(fixedShape(who, tensor)));
  const signals = new Map(network.inputs.map((tensor, index) => [tensor, inputs[index]!]));
  await walk(nodesBehind(network.outputs, new Set(network.inputs)), signals);
  const stages = [...known.values()].flat().filter(({ kind }) => kind.units !== undefined);
  let outputs = network.outputs.map((tensor) => signals.get(tensor)!);
  if (readOut !== undefined) {
    for (const end of called(readOutStages(who, readOut, outputs[0]!.shape))) {
      const [features] = outputs as [Signal];
      outputs = [call(end, [features], [end.channels ?? features.live.length])];
    }
  }
  for (const output of outputs) output.isOutput = true;
  return { inputs, calls, outputs, stages };
};

/** A dense layer `logits` followed by a softmax, preceded by a flatten layer if the features are not flat. */
const readOutStages = (who: string, { kernel, bias, classNames }: NewHead, shape: readonly number[]): Stage[] => {
  const features = sizeOf(shape);
  const classes = classNames.length;
  if (kernel.length !== features * classes || bias.length !== classes) {
    throw new DumError(
      'bad-input',
      `${who}: the read-out has ${kernel.length / classes} inputs and ${bias.length} biases for ${classes} classes; the network gives it ${features} features`,
    );
  }
  const dense = layers.dense({ units: classes, name: 'logits' });
  const sum = {
    layer: dense,
    size: 'units',
    kernel: { values: kernel, shape: [features, classes] },
    bias: { values: bias, shape: [classes] },
  };
  return [
    ...(shape.length === 1 ? [] : [{ name: 'features', kind: reshape({ layer: layers.flatten({ name: 'features' }) }) }]),
    { name: 'logits', kind: weightedSum(sum), channels: classes },
    { name: 'softmax', kind: mixing({ layer: layers.softmax({ name: 'softmax' }), weights: [] }), channels: classes },
  ];
};

const fixedShape = (who: string, { shape, sourceLayer }: SymbolicTensor): number[] => {
  const [, ...sample] = shape;
  if (sample.length > 0 && sample.every((size) => size !== null)) return sample;
  throw new DumError(
    'bad-input',
    `${who}: layer "${sourceLayer.name}" gives [${shape.map((size) => size ?? '?').join(', ')}]; expected fixed sizes behind the batch, so give the network an input of a fixed shape`,
  );
};
