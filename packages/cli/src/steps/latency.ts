import { tensor, type Tensor, util } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The median time of one prediction of each of two networks, in milliseconds, at one batch size. */
export interface Latency {
  readonly batch: number;
  readonly before: number;
  readonly after: number;
}

/** How long each network is timed, with the least and the largest number of predictions. */
const watch = { milliseconds: 600, least: 7, most: 400 };

/**
 * Times predictions of two networks in turn, so that both meet the same load, after a few untimed ones. Outputs are read back each time.
 */
export const measureLatency = async (
  now: () => number,
  before: LayersModel,
  after: LayersModel,
  batch: number,
  signal: AbortSignal,
): Promise<Latency> => {
  const networks = [before, after];
  const inputs = networks.map((network) => network.inputs.map(({ shape }) => sampleOf([batch, ...(shape.slice(1) as number[])])));
  const times: [number[], number[]] = [[], []];
  const started = now();
  for (let round = -3; round < watch.most && (round < watch.least || now() - started < watch.milliseconds); round++) {
    for (const [index, network] of networks.entries()) {
      const start = now();
      const outputs = [network.predictOnBatch(inputs[index]!)].flat();
      for (const output of outputs) await output.data();
      if (round >= 0) times[index]!.push(now() - start);
      for (const output of outputs) output.dispose();
    }
    signal.throwIfAborted();
  }
  for (const input of inputs.flat()) input.dispose();
  return { batch, before: median(times[0]), after: median(times[1]) };
};

const sampleOf = (shape: number[]): Tensor => {
  const size = util.sizeFromShape(shape);
  return tensor(
    Float32Array.from({ length: size }, (_, index) => (index % 251) / 250),
    shape,
  );
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
