import '@tensorflow/tfjs-backend-cpu';
import { io, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

/** A saved network as JSON, its weights as numbers of a byte each. */
export interface Saved {
  readonly topology: object;
  readonly specs: io.WeightsManifestEntry[];
  readonly weights: readonly number[];
}

/** What a saved network answers to one sample, by TensorFlow.js alone. */
const answer = async ({ topology, specs, weights }: Saved, x: readonly number[], shape: readonly number[]): Promise<number[]> => {
  const artifacts = { modelTopology: topology, weightSpecs: specs, weightData: Uint8Array.from(weights).buffer };
  const network = await loadLayersModel(io.fromMemory(artifacts));
  return Array.from((network.predict(tensor(x as number[], [1, ...shape])) as Tensor).dataSync());
};

Object.assign(globalThis, { answer });
