import { h, type VNode } from 'preact';
import type { FrontierInput } from '../inputs.js';
import { dataTable } from './data-table.js';

type Comparison = NonNullable<FrontierInput['comparisons']>[number];

/** Compares each learned method with each baseline, in sentences and as a table; null for a frontier without comparisons. */
export const comparisonsSection = ({ comparisons = [], measure, split }: FrontierInput): VNode | null => {
  if (comparisons.length === 0) return null;
  const pairs = new Map<string, Comparison[]>();
  for (const each of comparisons) {
    const key = JSON.stringify([each.method, each.against]);
    pairs.set(key, [...(pairs.get(key) ?? []), each]);
  }
  return h(
    'section',
    null,
    h('h2', null, 'Methods compared'),
    h('ul', null, ...[...pairs.values()].map((of) => h('li', null, sentence(of, measure)))),
    dataTable(`Differences of balanced accuracy on the ${split ?? 'measured'} split, in pairs, with 95\u00a0% intervals`, {
      columns: ['method', 'against', `${measure} at most`, 'difference, points', 'low', 'high', 'pairs', 'verdict'],
      rows: comparisons.map(({ method, against, budget, difference, interval, pairs: count, verdict }) => [
        method,
        against,
        budget,
        ...[difference, interval.low, interval.high].map(points),
        count,
        verdict,
      ]),
    }),
    h(
      'p',
      { class: 'soft' },
      'Pairs share seed and task. Intervals add the variances over seeds and over tasks, so pairs of one task do not count as independent. A method counts as better or worse where the interval lies on one side of 0.',
    ),
  );
};

const sentence = (of: readonly Comparison[], measure: string): string => {
  const [{ method, against }] = of as [Comparison];
  const at = (verdict: Comparison['verdict']) => of.filter((each) => each.verdict === verdict).map(({ budget }) => budget);
  const said = [
    ['above', 'better than'],
    ['below', 'worse than'],
    ['not different', 'not different from'],
  ] as const;
  const parts = said.flatMap(([verdict, words]) => (at(verdict).length === 0 ? [] : [`${words} ${against} at ${at(verdict).join(', ')}`]));
  return `${method} is ${parts.join('; ')} ${measure}.`;
};

/** A difference in percentage points, with its sign. */
const points = (difference: number): string => {
  const text = Math.abs(100 * difference).toFixed(2);
  return `${Number(text) === 0 ? '' : difference < 0 ? '−' : '+'}${text}`;
};
