import { DumError } from '@dum/errors';
import { findLiveUnits } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import type { MaskSet } from '@dum/masks/mask-set';
import type { DataOptions } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';
import { loadData } from './load-data.js';
import { pixelRangeFor } from './network-range.js';
import { requireSameInput } from './require-same-input.js';

/** The network of masks and the data that it was trained on: both, or neither. */
export interface DataOfMasks extends Partial<DataOptions> {
  readonly network?: string;
  readonly limit?: number;
}

/** The units that vary over the training split; undefined when no data were given. */
export const liveUnits = async (session: Session, masks: MaskSet, options: DataOfMasks): Promise<MaskSet | undefined> => {
  const { network: folder, dataset, pixelRange, ...wanted } = options;
  if (folder === undefined && dataset === undefined) return undefined;
  if (folder === undefined || dataset === undefined) {
    const [given, missing] = folder === undefined ? ['--dataset', '--network'] : ['--network', '--dataset'];
    throw new DumError('bad-input', `${given} is given without ${missing}; give both to leave out constant units, or neither`);
  }
  await session.openBackend();
  const network = await loadNetwork(folder);
  const data = await loadData(session, { ...wanted, dataset, pixelRange: pixelRangeFor(network, pixelRange) });
  requireSameInput(network, data, { note: session.note, classes: false, pixelRange });
  const { result } = await session.phase('find the units that vary', () => findLiveUnits(network, masks, data.train));
  network.dispose();
  return result;
};
