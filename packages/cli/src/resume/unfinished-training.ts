import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingState } from '@dum/experiments';
import { loadTrainingState, saveTrainingState } from '@dum/experiments/store';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { differenceOf } from './difference-of.js';
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
  const earlier = await loadEarlier(session, settings, file);
  const seconds = earlier?.about.seconds ?? 0;
  const started = now();
  let kept = started;
  const tellKept = (count: number): void => {
    session.kept = `the first ${count} of ${epochs} epochs are kept in ${folder}, and the same command continues after them`;
  };
  if (earlier !== undefined) {
    const done = earlier.state.records.length;
    session.note(`the training in ${folder} continues after epoch ${done} of ${epochs}`);
    tellKept(done);
  }
  return {
    resumeFrom: earlier?.state,
    seconds,
    async keep(state) {
      if (now() - kept < millisecondsBetween) return;
      const about: About = { ...settings, versions: versions(), seconds: seconds + (now() - started) / 1000 };
      await saveTrainingState(file, { state, about });
      kept = now();
      tellKept(state.records.length);
    },
    finish: () => rm(file, { force: true }),
  };
};

const loadEarlier = async (
  session: Session,
  settings: TrainingSettings,
  file: string,
): Promise<{ readonly state: TrainingState; readonly about: About } | undefined> => {
  let reason: string;
  try {
    const kept = await loadTrainingState(file);
    if (kept === undefined) return undefined;
    const about = kept.about as About;
    const difference = differenceOf({ ...about }, settings);
    if (difference === undefined) return { state: kept.state, about };
    reason = difference;
  } catch (error) {
    reason = sentenceOf(error);
  }
  session.note(`the unfinished training in ${file} is not used: ${reason}`);
  return undefined;
};
