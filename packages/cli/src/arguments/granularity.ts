import { nearest } from '@dum/errors';
import { channelGroups, type Granularity } from '@dum/masks';
import { type ArgumentKind, wholeNumber } from './argument-kind.js';

const names = ['channel', 'element'] as const;
const groups = /^group:(.*)$/;

/** What a bit of a mask stands for: a channel, an element, or, written `group:16`, a group of so many neighbouring channels. */
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
