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
  const kept = await loadTrained(folder, trainingSettings(request, session.seed));
  if (typeof kept !== 'string') {
    session.note(`the network in ${folder} is reused`);
    return { network: kept, seconds: null };
  }
  if (kept !== '') session.note(`the network in ${folder} is not reused: ${kept}`);
  const trained = await trainInto(session, request, folder);
  return { network: trained.network, seconds: trained.summary.seconds.network };
};

/** The network, or why it can't be reused; an empty reason when there is none. */
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
    return 'its weights are not those of its summary.json';
  } catch (error) {
    return sentenceOf(error);
  }
};
