import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { headOf } from '@dum/masks';
import { activationOf } from '../networks/dense-layers.js';
import type { AnsweredTask } from '../metrics/evaluate-network.js';
import { hasBinaryOutput, hasSoftmax } from '../networks/class-answers.js';
import type { LinearReadOut } from './read-out-logits.js';

/**
 * Reads the original head of a network: the dense layer on `features` values whose outputs are the logits of a softmax over the classes of
 * the data. One logit of a sigmoid becomes two of a softmax, 0 and itself.
 *
 * Throws `bad-input` for a head that reads something else, ends in another activation, or has another number of outputs than the tasks'
 * data has classes.
 */
export const readOriginalHead = async (
  who: string,
  network: LayersModel,
  features: number,
  tasks: readonly AnsweredTask[],
): Promise<LinearReadOut> => {
  const head = headOf(network);
  const [kernel, bias] = head.getWeights();
  const [inputs, outputs] = kernel!.shape as [number, number];
  const refuse = (found: string): never => {
    throw new DumError(
      'bad-input',
      `${who}: the head "${head.name}" of "${network.name}" ${found}, so tasks can't be read through it; use a new head (readOut: 'new-head')`,
    );
  };
  const classes = tasks[0]?.classOf.length ?? outputs;
  if (hasBinaryOutput(network, classes) && inputs === features)
    return binaryReadOut(await kernel!.data<'float32'>(), await bias?.data<'float32'>());
  const isLinear = activationOf(head) === 'linear' && (network.outputs[0]!.sourceLayer === head || hasSoftmax(network));
  if (!isLinear && activationOf(head) !== 'softmax') refuse('gives no logits of a softmax');
  if (inputs !== features) refuse(`reads ${inputs} features at a time of ${features}`);
  const other = tasks.find(({ classOf }) => classOf.length !== outputs);
  if (other !== undefined) refuse(`has ${outputs} outputs; the data of the tasks has ${other.classOf.length} classes`);
  return { kernel: await kernel!.data<'float32'>(), bias: (await bias?.data<'float32'>()) ?? new Float32Array(outputs) };
};

const binaryReadOut = (kernel: Float32Array, bias: Float32Array | undefined): LinearReadOut => {
  const both = new Float32Array(2 * kernel.length);
  for (const [feature, weight] of kernel.entries()) both[2 * feature + 1] = weight;
  return { kernel: both, bias: Float32Array.from([0, bias?.[0] ?? 0]) };
};

/** A task's logits, `[classes, batch]`, from the network's, `[outputs, batch]`: the log-sum-exp of the outputs of each class. */
export const taskLogitsOf = (outputs: Float32Array, { classNames, classOf }: AnsweredTask, batch: number): Float32Array => {
  const logits = new Float32Array(classNames.length * batch);
  for (let sample = 0; sample < batch; sample++) {
    for (let label = 0; label < classNames.length; label++) {
      let [greatest, total] = [Number.NEGATIVE_INFINITY, 0];
      for (let output = 0; output < classOf.length; output++)
        if (classOf[output] === label) greatest = Math.max(greatest, outputs[output * batch + sample]!);
      for (let output = 0; output < classOf.length; output++)
        if (classOf[output] === label) total += Math.exp(outputs[output * batch + sample]! - greatest);
      logits[label * batch + sample] = greatest + Math.log(total);
    }
  }
  return logits;
};
