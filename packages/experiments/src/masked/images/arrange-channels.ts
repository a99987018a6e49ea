import type { ImageTail } from './image-tail.js';

/** The channels of an image in memory. */
export interface Arrangement {
  /** The channels that are computed, in the order in which they lie. */
  readonly computed: Uint32Array;
  /** Where each channel lies. */
  readonly places: Uint32Array;
}

/**
 * The channels of each image that matter behind its mask: those that the mask keeps, of those that something reads. All others have no gradient,
 * and without gradients they need not be computed.
 */
export const liveChannels = ({ images, steps }: ImageTail, kept: readonly Uint32Array[]): Uint32Array[] => {
  const read = images.map(({ channels }) => new Uint8Array(channels));
  read[steps.at(-1)!.output]!.fill(1);
  const live: Uint32Array[] = [];
  const pass = (image: number): Uint32Array => {
    const { mask, channels } = images[image]!;
    const all = mask === undefined ? Uint32Array.from({ length: channels }, (_, channel) => channel) : kept[mask]!;
    live[image] = all.filter((channel) => read[image]![channel] === 1);
    return live[image];
  };
  for (const step of steps.toReversed()) {
    const ofOutput = pass(step.output);
    for (const input of step.kind === 'sum' ? step.inputs : [step.input]) {
      if (step.kind === 'kernel') read[input]!.fill(1);
      else for (const channel of ofOutput) read[input]![channel] = 1;
    }
  }
  pass(0);
  return live;
};

/** All channels, in their own order: what gradients need, because dropped units have some too. */
export const arrangeAll = ({ images }: ImageTail): Arrangement[] => images.map(({ channels }) => arrangementOf(channels));

/**
 * Brings the live channels of each image together. Images that a sum or a pool connects have one arrangement, and those at the cut keep their
 * order.
 */
export const arrangeLive = ({ images, steps }: ImageTail, live: readonly Uint32Array[]): Arrangement[] => {
  const groups = images.map((_, image) => image);
  const join = (a: number, b: number): void => {
    const [low, high] = [Math.min(groups[a]!, groups[b]!), Math.max(groups[a]!, groups[b]!)];
    groups.forEach((group, image) => {
      if (group === high) groups[image] = low;
    });
  };
  for (const step of steps) {
    if (step.kind === 'sum') for (const input of step.inputs) join(input, step.output);
    else if (step.kind === 'pool') join(step.input, step.output);
  }
  return images.map(({ channels }, image) => {
    if (groups[image] === 0) return arrangementOf(channels);
    const wanted = live.filter((_, other) => groups[other] === groups[image]).flatMap((ofImage) => [...ofImage]);
    return arrangementOf(channels, Uint32Array.from(new Set(wanted)).sort());
  });
};

const arrangementOf = (channels: number, computed = Uint32Array.from({ length: channels }, (_, channel) => channel)): Arrangement => {
  const places = new Uint32Array(channels);
  computed.forEach((channel, at) => {
    places[channel] = at;
  });
  return { computed, places };
};
