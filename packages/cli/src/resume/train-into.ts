import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { writeJson } from '@dum/errors/node';
import { trainNetwork } from '@dum/experiments';
import { saveNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { type TrainingSummary, trainingSummary } from '@dum/runs';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { percent } from '../text/figures.js';
import { newNetwork } from '../steps/new-network.js';
import { type TrainingRequest, trainingSettings } from './training-settings.js';
import { openUnfinished } from './unfinished-training.js';

/** A network and its training. */
export interface TrainedNetwork {
  readonly network: LayersModel;
  readonly summary: TrainingSummary;
}

/**
 * Trains a new network on the training split and saves it in a folder, with its summary.
 *
 * Its state is saved there after each epoch: when the run is stopped, the same command resumes it, with the same result.
 */
export const trainInto = async (session: Session, request: TrainingRequest, folder: string): Promise<TrainedNetwork> => {
  const { seed, signal } = session;
  const { epochs, batchSize, learningRate, schedule, data, split } = request;
  const settings = trainingSettings(request, seed);
  const unfinished = await openUnfinished(session, settings, folder);
  const { resumeFrom } = unfinished;
  const network = newNetwork(request.network, data, seed);
  const { result: history, seconds } = await session.phase(
    `train ${request.network.text}`,
    (update) =>
      trainNetwork(
        network,
        { ...split, range: data.range, samples: request.samples, preparation: data.preparation },
        {
          epochs,
          batchSize,
          learningRate,
          schedule,
          seed,
          signal,
          ...(resumeFrom === undefined ? {} : { resumeFrom }),
          onState: (state) => unfinished.keep(state),
          onProgress: ({ step, steps, epoch }) => update(step / steps, `epoch ${epoch} of ${epochs}`),
        },
      ),
    (records) => `validation accuracy ${percent(records.at(-1)?.validationAccuracy)}`,
  );
  const file = join(folder, 'summary.json');
  const summary = trainingSummary.make(
    {
      command: session.typed,
      ...settings,
      seconds: { network: unfinished.seconds + seconds },
      network: { fingerprint: await fingerprintNetwork(network), validationAccuracy: history.at(-1)!.validationAccuracy },
      versions: versions(),
      history,
    },
    { name: file },
  );
  await saveNetwork(network, folder);
  await writeJson(file, summary);
  await unfinished.finish();
  return { network, summary };
};
