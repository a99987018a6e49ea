import { discoveryDefaults } from '@dum/experiments';
import type { Session } from '../session/session.js';
import type { FoundSettings } from './search-beside.js';
import type { ControlSettings } from '../steps/measure-tasks.js';

/**
 * The settings for linear probes of controls: those of the search that wrote masks.json; if they are unknown, the defaults, with a note.
 */
export const controlSettingsFor = (
  session: Session,
  { readOutEpochs, batchSize, trainingSamples, reason }: FoundSettings,
  { draws, seed, data }: Pick<ControlSettings, 'draws' | 'seed' | 'data'>,
): ControlSettings => {
  const settings = { readOutEpochs: readOutEpochs ?? discoveryDefaults.readOutEpochs, ...(batchSize === undefined ? {} : { batchSize }) };
  if (readOutEpochs === undefined) {
    const why = reason === '' ? '' : `: ${reason}`;
    session.note(
      `the linear probes of controls are fitted for ${settings.readOutEpochs} epochs with batches of the default size, which may differ from those of --masks${why}`,
    );
  }
  if (trainingSamples !== undefined && trainingSamples !== data.train.count)
    session.note(
      `the masks were found with ${trainingSamples} training samples, and the linear probes of controls are fitted on ${data.train.count}; give the --limit of the search for a fair comparison`,
    );
  return { draws, ...settings, seed, data };
};
