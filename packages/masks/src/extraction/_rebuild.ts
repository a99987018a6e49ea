import { input, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { swappedLayer } from '../networks/swapped-layer.js';
import { createBuilder } from './_builder.js';
import type { ExtractionGraph } from './_extraction-graph.js';
import { holdInput } from './_hold-input.js';
import { callsRead, inputsRead } from './_settle.js';
import type { Signal } from '../kinds/kind.js';

/** Builds the network of a settled graph from stock layers; if TensorFlow.js would load it wrongly, without shared layers. */
export const rebuild = (graph: ExtractionGraph, original: LayersModel): LayersModel => {
  const shared = build(graph, original, true);
  if (swappedLayer(shared) === undefined) return shared;
  shared.dispose();
  return build(graph, original, false);
};

const build = (graph: ExtractionGraph, original: LayersModel, share: boolean): LayersModel => {
  const builder = createBuilder({ share });
  const made = new Map<Signal, SymbolicTensor>();
  const inputs = graph.inputs.map((signal, index) => {
    const { sourceLayer, dtype } = original.inputs[index]!;
    const channels = signal.retained.reduce((count, isRetained) => count + isRetained, 0);
    const added = input({ shape: [...signal.shape.slice(0, -1), channels], dtype, name: builder.nameLike(sourceLayer.name) });
    made.set(signal, added);
    return added;
  });
  const calls = callsRead(graph);
  const read = new Set([...calls.flatMap(inputsRead), ...graph.outputs]);
  const held = graph.inputs.find((signal) => read.has(signal));
  for (const [index, signal] of graph.inputs.entries()) {
    if (held !== undefined && !read.has(signal)) made.set(held, holdInput(made.get(held)!, inputs[index]!, builder));
  }
  for (const call of calls) {
    const from = inputsRead(call).map((signal, index, all) => {
      const tensor = made.get(signal)!;
      // TensorFlow.js frees a tensor too early if one layer reads it twice and another reads it too.
      return all.some((other, place) => place < index && made.get(other) === tensor) ? builder.again(tensor) : tensor;
    });
    made.set(call.output, call.kind.rebuild(call, from, builder));
  }
  return model({ inputs, outputs: graph.outputs.map((signal) => made.get(signal)!), name: original.name });
};
