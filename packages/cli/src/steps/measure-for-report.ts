import { findLiveUnits, unitResponses } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { takeFirst } from '@dum/datasets';
import type { MaskSet, Subnetwork } from '@dum/masks/mask-set';
import type { ResponsesInput } from '@dum/reports';
import { type DataOfMasks, networkAndData } from '../data/live-units.js';
import { cutData, loadUncut } from '../data/load-split.js';
import { asNetworkTakes } from '../data/as-network-takes.js';
import { requireSameClasses } from '../data/require-same-classes.js';
import { requireSameInput } from '../data/require-same-input.js';
import type { Session } from '../session/session.js';

/** Measurements of a network and its data for a report. */
export interface MeasuredForReport {
  /** The live units over the training split. */
  readonly live: MaskSet;
  /** What the kept units respond to in the validation split. */
  readonly responses: ResponsesInput;
}

/** Finds the live units and what units respond to; undefined without data. Throws `bad-input` when network, data and masks do not fit. */
export const measureForReport = async (
  session: Session,
  subnetworks: readonly Subnetwork[],
  options: DataOfMasks,
): Promise<MeasuredForReport | undefined> => {
  const given = networkAndData(options);
  if (given === undefined) return undefined;
  await session.openBackend();
  const network = await loadNetwork(given.folder);
  const { pixelRange, limit } = options;
  const wanted = await asNetworkTakes(network, { ...options, dataset: given.dataset });
  const uncut = await loadUncut(session, { network, folder: given.folder }, wanted);
  const { whole: data } = uncut;
  requireSameInput(network, data, { note: session.note, classes: false, pixelRange });
  for (const subnetwork of subnetworks) requireSameClasses(`task "${subnetwork.task}" was found`, subnetwork, data);
  const seen = limit === undefined ? data.train : takeFirst(data.train, limit);
  const { result: live } = await session.phase('find the live units', () => findLiveUnits(network, subnetworks[0]!.masks, seen));
  const { validation } = cutData(session, uncut, { seed: session.seed }).split;
  const { result: responses } = await session.phase(
    'find what units respond to',
    (update) => unitResponses(network, subnetworks, validation, { onProgress: update, signal: session.signal }),
    () => `${validation.count} validation samples`,
  );
  network.dispose();
  const { classNames, range } = data;
  return { live, responses: { split: 'validation', classNames, sampleShape: data.sampleShape, range, responses } };
};
