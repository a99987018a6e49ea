import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { differenceOf } from './difference-of.js';
import { trainInto } from '../steps/train-into.js';
import { type TrainingRequest, type TrainingSettings, trainingSettings } from './training-settings.js';

/** A network, and the seconds its training took; null when it was there already. */
export interface ReadyNetwork {
  readonly network: LayersModel;
  readonly seconds: number | null;
}

/** The network of a folder when it is whole and was trained with these very settings by these very packages; else a new one, which is saved there. */
export const reuseOrTrain = async (session: Session, request: TrainingRequest, folder: string): Promise<ReadyNetwork> => {
  const kept = await loadTrained(folder, trainingSettings(request, session.seed));
  if (typeof kept !== 'string') {
    session.note(`the network in ${folder} is used again`);
    return { network: kept, seconds: null };
  }
  if (kept !== '') session.note(`the network in ${folder} is not used again: ${kept}`);
  const trained = await trainInto(session, request, folder);
  return { network: trained.network, seconds: trained.summary.seconds.network };
};

/** The network, or why it can't be used; an empty reason when there is none. */
const loadTrained = async (folder: string, settings: TrainingSettings): Promise<LayersModel | string> => {
  const text = await readFile(join(folder, 'summary.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return '';
  let summary: Partial<Record<string, unknown>>;
  try {
    summary = JSON.parse(text) as typeof summary;
  } catch {
    return 'its summary.json is damaged';
  }
  const difference = differenceOf(summary, settings);
  if (difference !== undefined) return difference;
  try {
    const network = await loadNetwork(folder);
    const { fingerprint } = (summary.network ?? {}) as { readonly fingerprint?: string };
    if (fingerprint === (await fingerprintNetwork(network))) return network;
    network.dispose();
    return 'its weights are not those that its summary.json tells of';
  } catch (error) {
    return sentenceOf(error);
  }
};
