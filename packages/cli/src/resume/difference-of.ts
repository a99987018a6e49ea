import { isDeepStrictEqual } from 'node:util';
import { versions } from '../versions.js';
import type { TrainingSettings } from './training-settings.js';

/** Why an earlier training differs from one with these settings here; undefined if it does not. */
export const differenceOf = (earlier: Partial<Record<string, unknown>>, settings: TrainingSettings): string | undefined => {
  for (const [name, value] of Object.entries(settings)) {
    if (!isDeepStrictEqual(earlier[name], value)) return `its ${name} ${name === 'settings' ? 'differ' : 'differs'}`;
  }
  const trainedBy = (earlier.versions ?? {}) as Readonly<Record<string, string>>;
  for (const [name, version] of Object.entries(versions())) {
    if (name !== 'node' && trainedBy[name] !== version)
      return `it was trained with ${name} ${trainedBy[name] ?? 'of an unknown version'}, not ${version}`;
  }
  return undefined;
};
