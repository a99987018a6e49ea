import { DumError, nearest } from '@dum/errors';
import type { Subnetwork } from '@dum/masks/mask-set';

/** The subnetwork of the named task, or all. Throws `bad-input` for a task that the file does not have. */
export const chooseTask = (subnetworks: readonly Subnetwork[], task: string | undefined, file: string): readonly Subnetwork[] => {
  if (task === undefined) return subnetworks;
  const chosen = subnetworks.filter((subnetwork) => subnetwork.task === task);
  if (chosen.length > 0) return chosen;
  const names = subnetworks.map((subnetwork) => subnetwork.task);
  const guess = nearest(task, names);
  const hint = guess === undefined ? '' : ` (did you mean "${guess}"?)`;
  throw new DumError('bad-input', `no task in ${file} is named "${task}"${hint}; it has ${names.join(', ')}`);
};
