import { join } from 'node:path';
import { ifThere, readWholeText } from '@dum/errors/node';
import { formatOf, type TrainingSummary, trainingSummary } from '@dum/runs';

/**
 * The summary.json of a network that `train` or `start` trained; undefined where there is none, and where it tells of something else than
 * a training, such as an import.
 *
 * Throws `bad-input` for a file that is damaged, or of another version.
 */
export const readTrainingSummary = async (folder: string): Promise<TrainingSummary | undefined> => {
  const name = join(folder, 'summary.json');
  const text = await ifThere(readWholeText(name, { who: 'summary.json' }));
  if (text === undefined) return undefined;
  const format = formatOf(text, { name });
  return format === undefined || format === trainingSummary.format ? trainingSummary.read(text, { name }) : undefined;
};
