import { add, dispose, gather, matMul, type Rank, reshape, softmax, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, model } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { fillLogisticNoise, noiseKey } from '../noise/keyed-noise.js';
import type { NewHead } from '../mask-set/subnetwork.js';
import { nodeOf } from '../networks/calls.js';
import type { Certificate, Difference } from './certificate.js';

/** A masked network, its read-out, and the network extracted from it. */
export interface Compared {
  readonly masked: LayersModel;
  readonly readOut: NewHead | undefined;
  readonly extracted: LayersModel;
  /** The channels of each input that the extracted network takes; undefined if it takes all. */
  readonly inputs: readonly (readonly number[] | undefined)[];
}

/** Samples for {@link compareNetworks}. */
export interface ComparedSamples {
  /** The number of random samples. */
  readonly samples: number;
  readonly seed: number;
  /** Given samples, one tensor for each input of the network. */
  readonly x: readonly Tensor[] | undefined;
}

/**
 * Measures the largest outputs of a masked network, and the largest differences of the extracted one. Throws `bad-input` for outputs that
 * are not finite.
 */
export const compareNetworks = async (
  who: string,
  compared: Compared,
  { samples, seed, x }: ComparedSamples,
): Promise<Pick<Certificate, 'samples' | 'outputs' | 'logits'>> => {
  const random = tidy(() => randomInputs(compared.masked, samples, seed));
  const differences = { logits: nothing, outputs: nothing };
  try {
    for (const inputs of x === undefined ? [random] : [random, x]) {
      const found = await differencesFor(who, compared, inputs);
      differences.logits = larger(differences.logits, found.logits);
      differences.outputs = larger(differences.outputs, found.outputs);
    }
  } finally {
    dispose(random);
  }
  return {
    samples: { random: samples, given: x?.[0]?.shape[0] ?? 0 },
    outputs: differences.outputs,
    logits: compared.readOut === undefined ? undefined : differences.logits,
  };
};

const nothing: Difference = { largest: 0, difference: 0 };

const larger = (first: Difference, second: Difference): Difference => ({
  largest: Math.max(first.largest, second.largest),
  difference: Math.max(first.difference, second.difference),
});

/** Half of the samples are logistic noise, half uniform between 0 and 1. */
const randomInputs = ({ inputs }: LayersModel, samples: number, seed: number): Tensor[] =>
  inputs.map(({ shape }, index) => {
    const size = shape.slice(1).reduce<number>((product, axis) => product * axis!, 1);
    const values = new Float32Array(samples * size);
    fillLogisticNoise(values, noiseKey(seed, index));
    for (let at = Math.floor(samples / 2) * size; at < values.length; at++) values[at] = 1 / (1 + Math.exp(-values[at]!));
    return tensor(values, [samples, ...(shape.slice(1) as number[])]);
  });

const differencesFor = async (
  who: string,
  compared: Compared,
  x: readonly Tensor[],
): Promise<{ logits: Difference; outputs: Difference }> => {
  const pairs = tidy(() => {
    const masked = maskedOutputs(compared, x);
    const extracted = extractedOutputs(compared, x);
    return masked.map((tensor, index) => [tensor, extracted[index]!] as const);
  });
  const values = await Promise.all(pairs.map((pair) => Promise.all(pair.map((output) => output.data<'float32'>()))));
  dispose(pairs.flat());
  const found = values.map(([masked, extracted]) => differenceOf(who, masked!, extracted!));
  const { readOut } = compared;
  return readOut === undefined
    ? { logits: nothing, outputs: found.reduce(larger) }
    : { logits: found[0]!, outputs: found.slice(1).reduce(larger) };
};

/** The outputs, preceded by the logits if there is a read-out. */
const maskedOutputs = ({ masked, readOut }: Compared, x: readonly Tensor[]): Tensor[] => {
  const outputs = [masked.apply(x.length === 1 ? x[0]! : [...x], { training: false }) as Tensor | Tensor[]].flat();
  if (readOut === undefined) return outputs;
  const classes = readOut.bias.length;
  const features = reshape<Rank.R2>(outputs[0]!, [x[0]!.shape[0], readOut.kernel.length / classes]);
  const logits = add(matMul(features, tensor(readOut.kernel, [readOut.kernel.length / classes, classes])), readOut.bias);
  return [logits, softmax(logits)];
};

const extractedOutputs = ({ extracted, readOut, inputs }: Compared, x: readonly Tensor[]): Tensor[] => {
  const taken = x.map((values, index) => {
    const channels = inputs[index];
    return channels === undefined ? values : gather(values, channels as number[], values.rank - 1);
  });
  const whole =
    readOut === undefined
      ? extracted
      : model({ inputs: extracted.inputs, outputs: [nodeOf(extracted.outputs[0]!).inputTensors[0]!, extracted.outputs[0]!] });
  return [whole.apply(taken.length === 1 ? taken[0]! : taken, { training: false }) as Tensor | Tensor[]].flat();
};

const differenceOf = (who: string, masked: Float32Array, extracted: Float32Array): Difference => {
  let [largest, difference] = [0, 0];
  masked.forEach((value, index) => {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - extracted[index]!));
  });
  if (Number.isFinite(largest) && Number.isFinite(difference)) return { largest, difference };
  throw new DumError(
    'bad-input',
    `${who}: an output is not finite, so the networks can't be compared; look for NaN in the weights and the inputs`,
  );
};
