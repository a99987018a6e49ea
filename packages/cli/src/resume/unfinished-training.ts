import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingState } from '@dum/experiments';
import { type KeptTraining, loadTrainingState, saveTrainingState } from '@dum/experiments/store';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { findEarlier, tellKept } from './earlier.js';
import type { TrainingSettings } from './training-settings.js';

/** The state of a training in a folder, until the network is saved there. */
export interface UnfinishedTraining {
  /** The state of an earlier run with the same settings. */
  readonly resumeFrom: TrainingState | undefined;
  /** The seconds of the earlier runs. */
  readonly seconds: number;
  /** Saves the state of the run, unless it did so a moment ago. */
  keep(state: TrainingState): Promise<void>;
  /** Removes the saved state, once the network is saved. */
  finish(): Promise<void>;
}

/** The least time between saved states, for trainings with epochs of milliseconds. */
const millisecondsBetween = 2000;

interface About extends TrainingSettings {
  readonly versions: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** Opens the state of a training in a folder, and reports on stderr when the run resumes an earlier one. */
export const openUnfinished = async (
  session: Session,
  settings: TrainingSettings & { readonly settings: { readonly epochs: number } },
  folder: string,
): Promise<UnfinishedTraining> => {
  const file = join(folder, 'training.state');
  const { epochs } = settings.settings;
  const { now } = session.io;
  const found = await findEarlier<KeptTraining>({
    read: () => loadTrainingState(file),
    settings: { ...settings },
    settingsOf: ({ about }) => (about ?? {}) as Readonly<Record<string, unknown>>,
    versions: versions(),
  });
  if (found !== undefined && 'reason' in found) session.note(`the unfinished training in ${file} is not used: ${found.reason}`);
  const earlier = found !== undefined && 'left' in found ? found.left : undefined;
  const seconds = (earlier?.about as About | undefined)?.seconds ?? 0;
  const started = now();
  let kept = started;
  const tell = (count: number): void => tellKept(session, folder, `the first ${count} of ${epochs} epochs`);
  if (earlier !== undefined) {
    const done = earlier.state.records.length;
    session.note(`the training in ${folder} continues after epoch ${done} of ${epochs}`);
    tell(done);
  }
  return {
    resumeFrom: earlier?.state,
    seconds,
    async keep(state) {
      if (now() - kept < millisecondsBetween) return;
      const about: About = { ...settings, versions: versions(), seconds: seconds + (now() - started) / 1000 };
      await saveTrainingState(file, { state, about });
      kept = now();
      tell(state.records.length);
    },
    finish: () => rm(file, { force: true }),
  };
};
