import type { LayersModel } from '@tensorflow/tfjs-layers';
import { defaultBatchSize, type DiscoveryOptions, fewStepsWarning } from '@dum/experiments';
import type { Session } from '../session/session.js';

/** Notes on stderr that a search takes fewer steps than masks need. */
export const noteFewSteps = (
  session: Session,
  network: LayersModel,
  { epochs, batchSize, ...places }: Pick<DiscoveryOptions, 'epochs' | 'batchSize' | 'layers' | 'inputs'>,
  samples: number,
): void => {
  if (epochs === undefined) return;
  const warning = fewStepsWarning({ epochs, batchSize: batchSize ?? defaultBatchSize(network, places) }, samples);
  if (warning !== undefined) session.note(`${warning}; give more --epochs, or a smaller --batch-size`);
};
