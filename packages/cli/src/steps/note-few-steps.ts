import { discoveryDefaults, fewStepsWarning } from '@dum/experiments';
import type { Session } from '../session/session.js';

/** Notes on stderr that a search takes fewer steps than masks need. */
export const noteFewSteps = (
  session: Session,
  { epochs, batchSize = discoveryDefaults.batchSize }: { readonly epochs?: number | undefined; readonly batchSize?: number | undefined },
  samples: number,
): void => {
  const warning = epochs === undefined ? undefined : fewStepsWarning({ epochs, batchSize }, samples);
  if (warning !== undefined) session.note(`${warning}; give more --epochs, or a smaller --batch-size`);
};
