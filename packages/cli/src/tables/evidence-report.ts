import type { EvidenceFile } from '@dum/runs';
import { probability } from '../text/figures.js';
import { formatTable } from '../text/format-table.js';
import { wrap } from '../text/wrap.js';

/** Per cent in at most four characters. */
const share = (value: number | undefined): string => (value === undefined ? '–' : (100 * value).toFixed(1).replace('100.0', '100'));

const balanced = (scored: EvidenceFile['evidence'][number]['found'] | undefined): string => share(scored?.metrics.balancedAccuracy);

/** One row for each subnetwork with balanced accuracies in per cent, at most 80 columns for short names; then each verdict in words. */
export const evidenceReport = (evidence: EvidenceFile['evidence'], { draws }: { readonly draws: number }): string => {
  const columns = [
    { title: 'task' },
    ...['found', '95 %'].map((title) => ({ title, group: 'subnetwork' })),
    { title: 'all', group: 'units' },
    ...['mean', 'best', 'p'].map((title) => ({ title, group: 'random' })),
    ...['all', 'part'].map((title) => ({ title, group: 'complement' })),
    { title: 'head', group: 'own' },
    { title: 'net', group: 'raw' },
    { title: 'seeds', group: 'other' },
  ];
  const rows = evidence.map((each) => [
    each.task,
    balanced(each.found),
    `${share(each.found.interval.low)}–${share(each.found.interval.high)}`,
    balanced(each.allUnits),
    share(each.random.mean),
    share(each.random.drawn.at(-1)),
    probability(each.random.p),
    balanced(each.complement),
    balanced(each.complementSample),
    share(each.originalHead?.balancedAccuracy),
    balanced(each.randomNetwork),
    each.overlaps.length === 0 ? '–' : (each.overlaps.reduce((sum, overlap) => sum + overlap, 0) / each.overlaps.length).toFixed(2),
  ]);
  const legend = `Balanced accuracy in per cent. all units: a linear probe on every unit; random: ${draws} masks with as many units in each layer, and how likely one does as well; complement: all other units, or as many of them; own head: the subnetwork with the network's own head; raw net: the same search in an untrained network; other seeds: intersection over union with their masks, corrected so that chance is 0.`;
  const verdicts = evidence.map(({ task, verdict }) => wrap(`${task}: ${verdict.text}`, 80));
  return [formatTable(columns, rows), '', wrap(legend, 80), '', verdicts.join('\n\n')].join('\n');
};
