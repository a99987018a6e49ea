import { DumError } from '@dum/errors';
import { findLiveUnits } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import type { MaskSet } from '@dum/masks/mask-set';
import type { DataOptions } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';
import { loadData } from './load-data.js';
import { asNetworkTakes } from './as-network-takes.js';
import { requireSameInput } from './require-same-input.js';

/** The network of masks and its data: both, or neither. */
export interface DataOfMasks extends Partial<DataOptions> {
  readonly network?: string;
  readonly limit?: number;
}

/** The folder of the network and the name of the data; undefined if neither is given. Throws `bad-input` for one without the other. */
export const networkAndData = ({ network, dataset }: DataOfMasks): { readonly folder: string; readonly dataset: string } | undefined => {
  if (network !== undefined && dataset !== undefined) return { folder: network, dataset };
  if (network === undefined && dataset === undefined) return undefined;
  const [given, missing] = network === undefined ? ['--dataset', '--network'] : ['--network', '--dataset'];
  throw new DumError('bad-input', `${given} is given without ${missing}; give both to leave out constant units, or neither`);
};

/** The live units over the training split; undefined without data. */
export const liveUnits = async (session: Session, masks: MaskSet, options: DataOfMasks): Promise<MaskSet | undefined> => {
  const given = networkAndData(options);
  if (given === undefined) return undefined;
  await session.openBackend();
  const network = await loadNetwork(given.folder);
  const data = await loadData(session, await asNetworkTakes(network, { ...options, dataset: given.dataset }));
  requireSameInput(network, data, { note: session.note, classes: false, pixelRange: options.pixelRange });
  const { result } = await session.phase('find the live units', () => findLiveUnits(network, masks, data.train));
  network.dispose();
  return result;
};
