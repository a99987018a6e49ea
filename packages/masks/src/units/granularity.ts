import { DumError, requireOptions, show, wholeNumber } from '@dum/errors';

/**
 * What one bit of a mask switches; plain data, written to files unchanged.
 *
 * - `'channel'`: one position along the last axis of a layer's output, such as a neuron of a dense layer or a filter of a convolution
 * - `'element'`: one element of the output
 * - `{ channelGroup: size }`: a group of `size` neighbouring channels, made by {@link channelGroups}
 *
 * Where the output of a layer has one axis, its channels are its elements.
 */
export type Granularity = 'channel' | 'element' | ChannelGroups;

/** Groups of neighbouring channels. */
export interface ChannelGroups {
  readonly channelGroup: number;
}

/** The least number of channels in a group; a group of one is a channel. */
export const leastGroup = 2;

/**
 * Groups of neighbouring channels, each kept or dropped as one, such as the heads of an attention layer: bit i switches the channels from
 * i·size to (i + 1)·size − 1.
 *
 * The size has to divide the channels of every layer that is masked.
 *
 * @throws DumError 'bad-input' for a size that is not a whole number of at least 2
 *
 * @example
 * insertMasks(network, { granularity: channelGroups(16) });
 */
export const channelGroups = (size: number): ChannelGroups => {
  requireOptions('channelGroups', { size }, { size: groupSize });
  return { channelGroup: size };
};

const groupSize = wholeNumber(leastGroup);

/** Throws `bad-input` for anything that is not a {@link Granularity}; `what` begins the message, as in `insertMasks: granularity`. */
export const requireGranularity = (what: string, granularity: unknown): void => {
  if (granularity === 'channel' || granularity === 'element') return;
  if (typeof granularity === 'object' && granularity !== null) {
    const { channelGroup, ...others } = granularity as { readonly channelGroup?: unknown };
    if (groupSize.holds(channelGroup) && Object.keys(others).length === 0) return;
  }
  throw new DumError('bad-input', `${what} is ${show(granularity)}; expected "channel", "element" or channelGroups(size)`);
};

/** The units in words: `channels`, `elements` or `groups of 16 channels`. */
export const unitsText = (granularity: Granularity): string =>
  typeof granularity === 'object' ? `groups of ${granularity.channelGroup} channels` : `${granularity}s`;

/** The units that are followed through a network: groups are followed channel by channel. */
export type TracedUnits = Exclude<Granularity, ChannelGroups>;

/** The units that are followed through a network for masks of a granularity. */
export const tracedUnits = (granularity: Granularity): TracedUnits => (typeof granularity === 'object' ? 'channel' : granularity);

/** The number of neighbouring channels that one bit of a mask switches: 1, except for groups. */
export const channelsOfUnit = (granularity: Granularity): number => (typeof granularity === 'object' ? granularity.channelGroup : 1);

/** The default granularity of a mask of this shape: channels for one axis, else elements. */
export const granularityOfShape = (shape: readonly number[]): Granularity => (shape.length === 1 ? 'channel' : 'element');

/** Whether masks of one layer, of one shape, have the same units. Channels and elements of one axis are the same. */
export const haveSameUnits = (first: Granularity, second: Granularity): boolean => channelsOfUnit(first) === channelsOfUnit(second);
