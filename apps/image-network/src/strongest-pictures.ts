import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks';
import { type ChannelEffect, channelEffects, lastOutputs, meansOf } from './channel-effects.js';

/** A picture and where a channel responds in it. */
export interface StrongPicture {
  /** The picture, `[side, side, 3]` from 0 to 1. */
  readonly pixels: Float32Array;
  /** The channel's output at each position, `[height, width]`. */
  readonly response: Float32Array;
  readonly height: number;
  readonly width: number;
  /** Whether the answer to the task's question is yes. */
  readonly isYes: boolean;
}

/** A kept channel and the single pictures that it responds to most. */
export interface StrongChannel extends ChannelEffect {
  readonly task: string;
  readonly layer: string;
  /** The strongest first. */
  readonly pictures: readonly StrongPicture[];
}

/** How many channels and pictures are shown. */
export interface Shown {
  readonly channels: number;
  readonly pictures: number;
}

/**
 * The channels of the largest effect that speak for yes, and the pictures of the training split with the largest mean response: single
 * pictures, not means of them. Responses are those in the subnetwork, with all dropped channels at 0.
 */
export const strongestPictures = async (
  network: LayersModel,
  subnetwork: Subnetwork,
  task: Task,
  { channels, pictures }: Shown,
): Promise<StrongChannel[]> => {
  const effects = await channelEffects(network, subnetwork, task);
  const outputs = await lastOutputs(network, subnetwork, task.train);
  const means = meansOf(outputs);
  const { height, width } = outputs;
  const responseOf = (sample: number, channel: number) =>
    Float32Array.from({ length: height * width }, (_, at) => outputs.values[(sample * height * width + at) * outputs.channels + channel]!);
  const shown: StrongChannel[] = [];
  for (const effect of effects.filter(({ speaksFor }) => speaksFor).slice(0, channels)) {
    const meanOf = (sample: number) => means[sample * outputs.channels + effect.channel]!;
    const strongest = [...task.train.y.keys()].sort((a, b) => meanOf(b) - meanOf(a)).slice(0, pictures);
    const rows = (await task.train.source.rows(strongest)) as Float32Array;
    const size = rows.length / strongest.length;
    shown.push({
      ...effect,
      task: subnetwork.task,
      layer: subnetwork.masks.layers.at(-1)!.layer,
      pictures: strongest.map((sample, at) => ({
        pixels: rows.slice(at * size, (at + 1) * size),
        response: responseOf(sample, effect.channel),
        height,
        width,
        isYes: task.train.y[sample] === 1,
      })),
    });
  }
  return shown;
};
