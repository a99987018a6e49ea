import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fingerprintNetwork } from '@dum/masks';
import { requireSubnetworks } from './require-list.js';
import { requireNetwork, type Subnetwork } from '@dum/masks/mask-set';

/** Throws `bad-input` when a subnetwork was found in another network, or in this one before its weights changed. */
export const requireSameNetwork = async (
  who: string,
  network: LayersModel,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks'>[],
): Promise<void> => {
  requireSubnetworks(who, subnetworks);
  if (subnetworks.length === 0) return;
  const fingerprint = await fingerprintNetwork(network);
  for (const { task, masks } of subnetworks) requireNetwork(who, `the masks of "${task}"`, { masked: masks.network, given: fingerprint });
};
