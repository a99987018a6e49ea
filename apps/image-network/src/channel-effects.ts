import { type LayersModel, model } from '@tensorflow/tfjs-layers';
import { ignoredLabel, type Task } from '@dum/datasets';
import { networkOutputs } from '@dum/experiments';
import { insertMasksLike, keptIndices, type NewHead, type Subnetwork, writeMasks } from '@dum/masks';

/** What one kept channel of the last masked layer does in a subnetwork of a task with two classes. */
export interface ChannelEffect {
  readonly channel: number;
  /** How much the cross-entropy on the validation split grows when this channel alone is dropped too. */
  readonly effect: number;
  /** Whether the channel speaks for yes: whether its weight for it is the larger one. */
  readonly speaksFor: boolean;
}

/** The outputs of the last masked layer of a subnetwork, as positions. */
export interface LastOutputs {
  /** `[samples, height, width, channels]` */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Computes the outputs behind the last mask of a subnetwork, which its linear probe reads the means of. */
export const lastOutputs = async (
  network: LayersModel,
  { masks }: Subnetwork,
  samples: Parameters<typeof networkOutputs>[1],
): Promise<LastOutputs> => {
  const masked = insertMasksLike(network, masks);
  try {
    writeMasks(masked, [masks]);
    const output = masked.masks.at(-1)!.mask.getOutputAt(0);
    const tapped = model({ inputs: masked.network.inputs, outputs: output });
    const [values] = await networkOutputs(tapped, samples);
    const [, height, width, channels] = [output].flat()[0]!.shape as number[];
    return { values: values!, height: height!, width: width!, channels: channels! };
  } finally {
    masked.network.dispose();
  }
};

/** The mean over positions of each channel: `[samples, channels]`. */
export const meansOf = ({ values, height, width, channels }: LastOutputs): Float32Array => {
  const positions = height * width;
  const means = new Float32Array(values.length / positions);
  for (let at = 0; at < values.length; at++) {
    const sample = Math.floor(at / (positions * channels));
    means[sample * channels + (at % channels)]! += values[at]! / positions;
  }
  return means;
};

/**
 * The effect of each kept channel of the last masked layer, the largest first. It is exact: the linear probe reads the means of these
 * channels, so dropping one takes its term away from every logit.
 */
export const channelEffects = async (
  network: LayersModel,
  subnetwork: Subnetwork,
  { validation, classWeights }: Task,
): Promise<ChannelEffect[]> => {
  const { kernel, bias } = subnetwork.readOut as NewHead;
  const outputs = await lastOutputs(network, subnetwork, validation);
  const { channels } = outputs;
  const means = meansOf(outputs);
  const weightOf = (channel: number) => kernel[2 * channel + 1]! - kernel[2 * channel]!;
  const answers = [...validation.y].flatMap((label, sample) => (label === ignoredLabel ? [] : [{ sample, answer: label }]));
  const margins = answers.map(({ sample }) => {
    let margin = bias[1]! - bias[0]!;
    for (let channel = 0; channel < channels; channel++) margin += weightOf(channel) * means[sample * channels + channel]!;
    return margin;
  });
  const lossWithout = (channel?: number) => {
    let [loss, weights] = [0, 0];
    for (const [at, { sample, answer }] of answers.entries()) {
      const term = channel === undefined ? 0 : weightOf(channel) * means[sample * channels + channel]!;
      const margin = (answer === 1 ? 1 : -1) * (margins[at]! - term);
      loss += classWeights[answer]! * Math.log1p(Math.exp(-margin));
      weights += classWeights[answer]!;
    }
    return loss / weights;
  };
  const whole = lossWithout();
  return keptIndices(subnetwork.masks.layers.at(-1)!)
    .map((channel) => ({ channel, effect: lossWithout(channel) - whole, speaksFor: weightOf(channel) > 0 }))
    .sort((a, b) => b.effect - a.effect);
};
