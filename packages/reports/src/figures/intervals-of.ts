import type { EvidenceInput, SearchInput } from '../inputs.js';

type Interval = EvidenceInput['evidence'][number]['found']['interval'];

/** The split on which the figures of a summary were measured. */
export const splitOf = ({ tasks }: SearchInput): 'test' | 'validation' =>
  tasks.some(({ testAccuracy }) => testAccuracy !== undefined) ? 'test' : 'validation';

/** The 95 % interval of each task's balanced accuracy, where the evidence has one for the same split and the same value. */
export const intervalsOf = (summary: SearchInput, evidence: EvidenceInput | undefined): ReadonlyMap<string, Interval> => {
  if (evidence === undefined || evidence.split !== splitOf(summary)) return new Map();
  const ofTasks = new Map(summary.tasks.map(({ name, balancedAccuracy }) => [name, balancedAccuracy]));
  return new Map(
    evidence.evidence.flatMap(({ task, found: { metrics, interval } }) => {
      const balancedAccuracy = ofTasks.get(task);
      const isSame = balancedAccuracy !== undefined && Math.abs(balancedAccuracy - metrics.balancedAccuracy) < 1e-6;
      return isSame ? [[task, interval] as const] : [];
    }),
  );
};
