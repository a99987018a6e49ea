import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { readTrainingSummary } from '../data/training-summary.js';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { trainInto } from './train-into.js';
import { versions } from '../versions.js';
import { type Earlier, findEarlier } from './earlier.js';
import { type TrainingRequest, trainingSettings } from './training-settings.js';

/** A network, and the seconds of its training; null when it was reused. */
export interface ReadyNetwork {
  readonly network: LayersModel;
  readonly seconds: number | null;
}

/**
 * Reuses the network of a folder if it is intact and was trained with the same settings and packages; otherwise trains a new one and saves
 * it there.
 */
export const reuseOrTrain = async (session: Session, request: TrainingRequest, folder: string): Promise<ReadyNetwork> => {
  const earlier = await findEarlier({
    read: () => readTrainingSummary(folder),
    settings: { ...trainingSettings(request, session.seed) },
    settingsOf: (summary): Readonly<Record<string, unknown>> => ({ ...summary }),
    versions: versions(),
  });
  const found = earlier !== undefined && 'left' in earlier ? await networkOf(folder, earlier.left.network.fingerprint) : earlier;
  if (found !== undefined && 'left' in found) {
    session.note(`the network in ${folder} is reused`);
    return { network: found.left, seconds: null };
  }
  if (found !== undefined) session.note(`the network in ${folder} is not reused: ${found.reason}`);
  const trained = await trainInto(session, request, folder);
  return { network: trained.network, seconds: trained.summary.seconds.network };
};

/** The network of a folder, if it is the one of its summary.json. */
const networkOf = async (folder: string, fingerprint: string): Promise<Earlier<LayersModel>> => {
  try {
    const network = await loadNetwork(folder);
    if (fingerprint === (await fingerprintNetwork(network))) return { left: network };
    network.dispose();
    return { reason: 'its weights are not those of its summary.json' };
  } catch (error) {
    return { reason: sentenceOf(error) };
  }
};
