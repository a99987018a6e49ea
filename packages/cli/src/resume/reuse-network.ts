import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { readTrainingSummary } from '../files/training-summary.js';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { trainInto } from '../steps/train-into.js';
import { versions } from '../versions.js';
import { type Earlier, findEarlier } from './earlier.js';
import { type TrainingRequest, trainingSettings } from './training-settings.js';

/** A network, and the seconds its training took; null when it was there already. */
export interface ReadyNetwork {
  readonly network: LayersModel;
  readonly seconds: number | null;
}

/** The network of a folder when it is whole and was trained with these very settings by these very packages; else a new one, which is saved there. */
export const reuseOrTrain = async (session: Session, request: TrainingRequest, folder: string): Promise<ReadyNetwork> => {
  const earlier = await findEarlier({
    read: () => readTrainingSummary(folder),
    settings: { ...trainingSettings(request, session.seed) },
    settingsOf: (summary): Readonly<Record<string, unknown>> => ({ ...summary }),
    versions: versions(),
  });
  const found = earlier !== undefined && 'left' in earlier ? await networkOf(folder, earlier.left.network.fingerprint) : earlier;
  if (found !== undefined && 'left' in found) {
    session.note(`the network in ${folder} is used again`);
    return { network: found.left, seconds: null };
  }
  if (found !== undefined) session.note(`the network in ${folder} is not used again: ${found.reason}`);
  const trained = await trainInto(session, request, folder);
  return { network: trained.network, seconds: trained.summary.seconds.network };
};

/** The network of a folder, where it is the one that its summary.json tells of. */
const networkOf = async (folder: string, fingerprint: string): Promise<Earlier<LayersModel>> => {
  try {
    const network = await loadNetwork(folder);
    if (fingerprint === (await fingerprintNetwork(network))) return { left: network };
    network.dispose();
    return { reason: 'its weights are not those that its summary.json tells of' };
  } catch (error) {
    return { reason: sentenceOf(error) };
  }
};
