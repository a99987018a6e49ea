import { compactFeatures } from './dense/compact-features.js';
import { readChain } from './dense/read-chain.js';
import { readChannelChain } from './channels/read-channel-chain.js';
import { compactChannels } from './channels/compact-channels.js';
import { generalFeatures } from './general-features.js';
import { imageFeatures } from './images/image-features.js';
import type { MaskedBody } from './masked-body.js';
import type { HardFeatures } from './task-features.js';

/** The hard features of a body: from the kept units only, for dense layers or convolutions; otherwise from the whole tail, as where dropped
 * units are not 0. */
export const createHardFeatures = async (body: MaskedBody): Promise<HardFeatures> => {
  if (body.hasConstants) return generalFeatures(body);
  const dense = await readChain(body);
  if (dense !== undefined) return compactFeatures(dense, body);
  const images = await imageFeatures(body);
  if (images !== undefined) return images;
  const channels = readChannelChain(body);
  return channels === undefined ? generalFeatures(body) : compactChannels(channels, body);
};
