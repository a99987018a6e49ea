import { discoveryDefaults } from '@dum/experiments';
import type { Session } from '../session/session.js';
import type { FoundSettings } from '../files/search-beside.js';
import type { ControlSettings } from './measure-tasks.js';

/** How read-outs of controls are fitted so that they compare with those in a masks.json: as the settings of their search say, else with the defaults, which is told. */
export const controlSettingsFor = (
  session: Session,
  { readOutEpochs, batchSize, trainingSamples, reason }: FoundSettings,
  { draws, seed, data }: Pick<ControlSettings, 'draws' | 'seed' | 'data'>,
): ControlSettings => {
  const settings = {
    readOutEpochs: readOutEpochs ?? discoveryDefaults.readOutEpochs,
    batchSize: batchSize ?? discoveryDefaults.batchSize,
  };
  if (readOutEpochs === undefined || batchSize === undefined) {
    const why = reason === '' ? '' : `: ${reason}`;
    session.note(
      `the read-outs of controls are fitted for ${settings.readOutEpochs} epochs with batches of ${settings.batchSize}, which those of --masks may not have been${why}`,
    );
  }
  if (trainingSamples !== undefined && trainingSamples !== data.train.count)
    session.note(
      `the masks were found with ${trainingSamples} training samples, and the read-outs of controls are fitted on ${data.train.count}; give the --limit of the search to compare like with like`,
    );
  return { draws, ...settings, seed, data };
};
