import { join } from 'node:path';
import { DumError } from '@dum/errors';
import type { Subnetwork } from '@dum/masks/mask-set';

const most = 100;

/** A folder for each task, named after it. Throws `bad-input` for a task whose name is no name of a folder on every system. */
export const taskFolders = (subnetworks: readonly Subnetwork[], out: string): string[] => {
  const taken = new Set<string>();
  return subnetworks.map(({ task }) => {
    // names that differ in case alone are one folder on some systems
    const key = task.toLowerCase();
    const isName = /^[^<>:"/\\|?*\p{Cc}]+$/u.test(task) && !/^\.+$|[. ]$/.test(task) && task.length <= most && key !== 'summary.json';
    if (isName && taken.size < taken.add(key).size) return join(out, task);
    throw new DumError(
      'bad-input',
      `task ${JSON.stringify(task.slice(0, most))} can't name a folder of its own in ${out}; extract it alone, with --task and an --out of its own`,
    );
  });
};
