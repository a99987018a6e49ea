import { basename, dirname } from 'node:path';
import { readWholeText, writeFiles } from '@dum/errors/node';
import { requireNetwork, type Subnetwork, subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';

/** Options of {@link loadSubnetworks}. */
export interface LoadSubnetworksOptions {
  /** The fingerprint of the network that they must belong to, from `fingerprintNetwork`; default any. */
  readonly network?: string;
}

const mostBytes = 2 ** 27;

/**
 * Writes subnetworks of one network to a file such as `masks.json`, whole or not at all. The same subnetworks give the same bytes.
 *
 * Throws `bad-input` when there is none, or they belong to several networks, and `storage` when the disk fails.
 *
 * @example
 * await saveSubnetworks('runs/digits/masks.json', found.flatMap(({ subnetwork }) => subnetwork ?? []));
 */
export const saveSubnetworks = async (file: string, subnetworks: readonly Subnetwork[]): Promise<void> =>
  writeFiles(dirname(file), { [basename(file)]: subnetworksToJson(subnetworks) });

/**
 * Loads the subnetworks of a file that {@link saveSubnetworks} wrote, exactly.
 *
 * Throws `bad-input` when there is no such file, it is damaged, or its masks belong to another network than the one asked for, and
 * `storage` when the disk fails.
 *
 * @example
 * const subnetworks = await loadSubnetworks('runs/digits/masks.json', { network: await fingerprintNetwork(network) });
 */
export const loadSubnetworks = async (file: string, { network }: LoadSubnetworksOptions = {}): Promise<Subnetwork[]> => {
  const subnetworks = subnetworksFromJson(
    await readWholeText(file, { who: 'loadSubnetworks', most: mostBytes, advice: 'give a masks.json' }),
    { name: file },
  );
  if (network !== undefined)
    requireNetwork('loadSubnetworks', `the masks in ${file}`, { masked: subnetworks[0]!.masks.network, given: network });
  return subnetworks;
};
