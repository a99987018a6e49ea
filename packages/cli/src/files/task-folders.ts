import { join } from 'node:path';
import { DumError } from '@dum/errors';
import type { Subnetwork } from '@dum/masks/mask-set';

const most = 100;

/** A folder for each task, named after it. Throws `bad-input` for a name that is not valid for a folder on every system. */
export const taskFolders = (subnetworks: readonly Subnetwork[], out: string): string[] => {
  const taken = new Set<string>();
  return subnetworks.map(({ task }) => {
    // names that differ only in case are one folder on some systems
    const key = task.toLowerCase();
    const isName = /^[^<>:"/\\|?*\p{Cc}]+$/u.test(task) && !/^\.+$|[. ]$/.test(task) && task.length <= most && key !== 'summary.json';
    if (isName && taken.size < taken.add(key).size) return join(out, task);
    throw new DumError(
      'bad-input',
      `task ${JSON.stringify(task.slice(0, most))} can't name a folder in ${out}; extract it separately, with --task and another --out`,
    );
  });
};
