import { nearest } from '@dum/errors';
import { channelGroups, type Granularity } from '@dum/masks';
import { type ArgumentKind, wholeNumber } from './argument-kind.js';

const names = ['channel', 'element'] as const;
const groups = /^group:(.*)$/;

/** What one bit of a mask switches: a channel, an element, or, as in `group:16`, a group of neighbouring channels. */
export const granularity: ArgumentKind<Granularity> = {
  expected: 'channel, element, or a group of at least 2 neighbouring channels, such as group:16',
  read(given) {
    const size = groups.exec(given);
    if (size === null) return names.find((name) => name === given);
    const channels = wholeNumber(2).read(size[1]!);
    return channels === undefined ? undefined : channelGroups(channels);
  },
  guess: (given) => nearest(given, names),
};
