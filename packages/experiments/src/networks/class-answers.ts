import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Split } from '@dum/datasets';
import { classOutputs } from './class-outputs.js';
import { networkOutputs } from './network-outputs.js';

/** What a network's answer is: probabilities of a softmax, of sigmoids, or logits. */
type LastActivation = 'softmax' | 'sigmoid' | 'linear' | 'other';

const lastActivation = (network: LayersModel): LastActivation => {
  const layer = network.outputs[0]!.sourceLayer;
  if (layer.getClassName() === 'Softmax') return 'softmax';
  const { activation } = layer.getConfig();
  return activation === 'softmax' || activation === 'sigmoid' || activation === 'linear' ? activation : 'other';
};

/** Whether a network's first output is a softmax, as an activation or as a separate layer. */
export const hasSoftmax = (network: LayersModel): boolean => lastActivation(network) === 'softmax';

/** Whether a network has one output, a sigmoid or a logit, for the second of two classes. */
export const hasBinaryOutput = (network: LayersModel, classes: number): boolean =>
  classes === 2 &&
  network.outputs.length === 1 &&
  network.outputs[0]!.shape.at(-1) === 1 &&
  ['sigmoid', 'linear'].includes(lastActivation(network));

/**
 * Whether the outputs of a network can stand for so many classes: one output for each, or one sigmoid or logit for the second of two.
 *
 * @example
 * answersClassCount(network, 2); // true for a network that ends in a dense layer of one unit with a sigmoid
 */
export const answersClassCount = (network: LayersModel, classes: number): boolean =>
  network.outputs.length === 1 && (network.outputs[0]!.shape.at(-1) === classes || hasBinaryOutput(network, classes));

/** A network's answers, `[samples, classes]` each. */
export interface ClassAnswers {
  /** The largest of a row is the answer. */
  readonly scores: Float32Array;
  readonly probabilities: Float32Array;
}

/**
 * The answers of a network to classes. Of one output p, the classes have 1 − p and p, where p is σ(output) if that is a logit. Logits of
 * several outputs go through a softmax; sigmoids are divided by their sum.
 *
 * Throws `bad-input`, in the name of `who`, when the outputs do not stand for the classes.
 */
export const classAnswers = async (who: string, network: LayersModel, split: Split, classes: number): Promise<ClassAnswers> => {
  const outputs = classOutputs(who, network);
  if (!answersClassCount(network, classes))
    throw new DumError('bad-input', `${who}: "${network.name}" has ${outputs} outputs; the data has ${classes} classes`);
  const [values] = (await networkOutputs(network, split)) as [Float32Array];
  const activation = lastActivation(network);
  if (hasBinaryOutput(network, classes)) {
    const probabilities = binaryRows(values, activation);
    return { scores: probabilities, probabilities };
  }
  if (activation === 'softmax') return { scores: values, probabilities: values };
  return { scores: values, probabilities: activation === 'sigmoid' ? sharesOf(values, classes) : softmaxRows(values, classes) };
};

const binaryRows = (outputs: Float32Array, activation: LastActivation): Float32Array => {
  const rows = new Float32Array(2 * outputs.length);
  for (const [sample, output] of outputs.entries()) {
    const second = activation === 'sigmoid' ? output : 1 / (1 + Math.exp(-output));
    rows[2 * sample] = 1 - second;
    rows[2 * sample + 1] = second;
  }
  return rows;
};

const eachRow = (values: Float32Array, classes: number, of: (row: Float32Array) => Float32Array): Float32Array => {
  const rows = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += classes) rows.set(of(values.subarray(start, start + classes)), start);
  return rows;
};

const sharesOf = (outputs: Float32Array, classes: number): Float32Array =>
  eachRow(outputs, classes, (row) => {
    const total = row.reduce((sum, output) => sum + output, 0);
    return row.map((output) => (total === 0 ? 1 / classes : output / total));
  });

const softmaxRows = (outputs: Float32Array, classes: number): Float32Array =>
  eachRow(outputs, classes, (row) => {
    const greatest = Math.max(...row);
    const total = row.reduce((sum, output) => sum + Math.exp(output - greatest), 0);
    return row.map((output) => Math.exp(output - greatest) / total);
  });
