import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { fingerprintNetwork } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';

/** Throws `bad-input` when a subnetwork was found in another network, or in this one before its weights changed. */
export const requireSameNetwork = async (
  who: string,
  network: LayersModel,
  subnetworks: readonly Pick<Subnetwork, 'task' | 'masks'>[],
): Promise<void> => {
  if (subnetworks.length === 0) return;
  const fingerprint = await fingerprintNetwork(network);
  const other = subnetworks.find(({ masks }) => masks.network !== fingerprint);
  if (other === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: the masks of "${other.task}" belong to the network ${other.masks.network.slice(0, 12)}…; this one is ${fingerprint.slice(0, 12)}…, so load the network that they were found in`,
  );
};
