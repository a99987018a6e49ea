import { DumError, show } from '@dum/errors';

/** What came in place of a list, in words. */
const described = (given: unknown): string => (given instanceof Promise ? 'a promise, which needs an await' : show(given));

/** Throws `bad-input` for what is no list of tasks, such as a single task. */
export const requireTasks = (who: string, tasks: unknown): void => {
  if (Array.isArray(tasks) && tasks.every((task) => typeof task === 'object' && task !== null && 'train' in task)) return;
  const came = typeof tasks === 'object' && tasks !== null && 'train' in tasks ? 'a single task' : described(tasks);
  throw new DumError('bad-input', `${who}: tasks is ${came}; expected a list of tasks, such as oneVsRest gives, or [task]`);
};

/** Throws `bad-input` for what is no list of subnetworks, such as what a search gave. */
export const requireSubnetworks = (who: string, subnetworks: unknown): void => {
  if (Array.isArray(subnetworks) && subnetworks.every((one) => typeof one === 'object' && one !== null && 'masks' in one)) return;
  const isResult = [subnetworks].flat().some((one) => typeof one === 'object' && one !== null && 'subnetwork' in one);
  const came = isResult ? 'what a search gave' : described(subnetworks);
  throw new DumError('bad-input', `${who}: subnetworks is ${came}; expected a list of subnetworks, such as subnetworksOf(found) gives`);
};
