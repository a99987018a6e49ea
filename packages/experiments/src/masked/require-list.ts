import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import { maskSetKind, subnetworkKind } from '@dum/masks/mask-set';

const tasksKind = listOfKind('a list of tasks, such as oneVsRest gives', objectWith('a task', ['train', 'classOf']));

const subnetworksKind = listOfKind('a list of subnetworks, such as subnetworksOf gives', subnetworkKind);

const maskSetsKind = listOfKind('a list of sets of masks', maskSetKind);

const foundKind = listOfKind('a list of { subnetwork, task }', objectWith('{ subnetwork, task }', ['subnetwork', 'task']));

/** Throws `bad-input` for what is no list of tasks, such as a single task. */
export const requireTasks = (who: string, tasks: unknown): void => requireOptions(who, { tasks }, { tasks: tasksKind });

/** Throws `bad-input` for what is no list of subnetworks, such as what a search gave. */
export const requireSubnetworks = (who: string, subnetworks: unknown): void =>
  requireOptions(who, { subnetworks }, { subnetworks: subnetworksKind });

/** Throws `bad-input` for what is no list of sets of masks. */
export const requireMaskSets = (who: string, maskSets: unknown): void => requireOptions(who, { maskSets }, { maskSets: maskSetsKind });

/** Throws `bad-input` for what is no list of subnetworks with their tasks. */
export const requireFound = (who: string, found: unknown): void => {
  requireOptions(who, { found }, { found: foundKind });
  requireSubnetworks(
    who,
    (found as readonly { readonly subnetwork: unknown }[]).map(({ subnetwork }) => subnetwork),
  );
};
