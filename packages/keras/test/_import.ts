import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { io, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { parseKeras } from '@dum/keras';

/** A tensor as the golden files hold it. */
interface Values {
  readonly shape: number[];
  readonly values: number[];
}

/** What Keras answered. */
export interface Golden {
  readonly keras: string;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}

/** The folder of the small files that Keras wrote. */
export const goldenFolder = fileURLToPath(new URL('golden', import.meta.url));

/** The bytes of one of them. */
export const goldenBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(`${goldenFolder}/${name}`));

/** Reads a file in this thread, which spares the start of a worker, and builds its network. */
export const importHere = async (bytes: Uint8Array, name?: string): Promise<LayersModel> => {
  const { artifacts } = await parseKeras(bytes, name);
  return loadLayersModel(io.fromMemory(artifacts));
};

/** How far the answers of a network are from the golden ones, as a part of the largest of each output. */
export const worstDifference = async (network: LayersModel, golden: Pick<Golden, 'inputs' | 'outputs'>): Promise<number> => {
  const inputs = golden.inputs.map(({ shape, values }) => tensor(values, shape));
  const answer = network.predict(inputs);
  const outputs: readonly Tensor[] = Array.isArray(answer) ? answer : [answer];
  if (JSON.stringify(outputs.map(({ shape }) => shape)) !== JSON.stringify(golden.outputs.map(({ shape }) => shape))) return Infinity;
  const differences = await Promise.all(
    golden.outputs.map(async ({ values }, i) => {
      const found = await outputs[i]!.data();
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return values.reduce((most, value, k) => Math.max(most, Math.abs(value - found[k]!)), 0) / largest;
    }),
  );
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences);
};

/** The network as it comes back from where TensorFlow.js saves it. */
export const savedAndLoaded = async (network: LayersModel): Promise<LayersModel> => {
  let kept: io.ModelArtifacts | undefined;
  await network.save(
    io.withSaveHandler((artifacts) => {
      kept = artifacts;
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  const { modelTopology, ...rest } = kept!;
  return loadLayersModel(io.fromMemory({ ...rest, modelTopology: JSON.parse(JSON.stringify(modelTopology)) as object }));
};
