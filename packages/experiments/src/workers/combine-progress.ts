import type { DiscoveryProgress, EpochRecord } from '../search/index.js';

const phases: readonly DiscoveryProgress['phase'][] = ['masks', 'refinement', 'check', 'read-out'];

/**
 * Combines the progress of the groups of a search: steps are added up, and an epoch ends when it has ended in every group.
 *
 * `hear(group, progress)` takes the progress of a group. The phase is that of the group furthest behind.
 */
export const combineProgress = (
  groups: number,
  tell: (progress: DiscoveryProgress) => void,
): ((group: number, progress: DiscoveryProgress) => void) => {
  const latest = new Array<DiscoveryProgress | undefined>(groups).fill(undefined);
  const ended = new Map<number, (readonly EpochRecord[])[]>();
  return (group, progress) => {
    latest[group] = progress;
    const records = progress.tasks === undefined ? undefined : (ended.get(progress.epoch) ?? []);
    if (records !== undefined && progress.tasks !== undefined) {
      records[group] = progress.tasks;
      ended.set(progress.epoch, records);
    }
    const whole = records !== undefined && records.filter((each) => each !== undefined).length === groups ? records.flat() : undefined;
    const first = Math.min(...latest.map((each) => phases.indexOf(each?.phase ?? 'masks')));
    const behind = latest.filter((each) => phases.indexOf(each?.phase ?? 'masks') === first);
    const heard = behind.filter((each) => each !== undefined);
    if (whole === undefined && heard.length < behind.length) return;
    const sum = (of: (each: DiscoveryProgress) => number) => heard.reduce((total, each) => total + of(each), 0);
    tell({
      phase: whole === undefined ? heard[0]!.phase : progress.phase,
      epoch: whole === undefined ? Math.min(...heard.map(({ epoch }) => epoch)) : progress.epoch,
      epochs: progress.epochs,
      step: sum(({ step }) => step),
      steps: sum(({ steps }) => steps),
      ...(whole === undefined ? {} : { tasks: whole }),
    });
  };
};
