import { h, type VNode } from 'preact';
import type { DataTable } from '../figures/figure.js';
import { percent } from '../figures/rounded.js';
import type { EvidenceFile, RunSummary } from '../inputs/schemas.js';
import type { Report } from '../report.js';
import { dataTable } from './data-table.js';

const text = (value: unknown): string =>
  value === null || value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

const splitOf = ({ tasks }: RunSummary): string => (tasks.some(({ testAccuracy }) => testAccuracy !== undefined) ? 'test' : 'validation');

/** What was run, as names and values. */
export const whatWasRun = ({ summary, network, training }: Report): VNode => {
  const { dataset, seed, backend, settings, versions } = summary;
  const facts: (readonly [string, unknown])[] = [
    ['data', dataset],
    ['network', training?.settings?.network ?? settings.network],
    ['fingerprint', network],
    ['seed', seed],
    ['backend', backend],
    ...Object.entries(settings).filter(([name, value]) => name !== 'network' && value !== null),
  ];
  return h(
    'section',
    null,
    h('h2', null, 'What was run'),
    h(
      'dl',
      null,
      ...facts.filter(([, value]) => value !== undefined).flatMap(([name, value]) => [h('dt', null, name), h('dd', null, text(value))]),
    ),
    h(
      'details',
      null,
      h('summary', null, 'Versions'),
      dataTable('Versions', { columns: ['package', 'version'], rows: Object.entries(versions) }),
    ),
  );
};

/** A row for each subnetwork: its units and accuracies, those of random masks beside. */
export const summaryTable = ({ summary, counted }: Report): VNode => {
  const split = splitOf(summary);
  const shown = (share: number | undefined) => (share === undefined ? null : percent(share, 2));
  const accuracy = (
    figures: { readonly testAccuracy?: number | undefined; readonly validationAccuracy?: number | undefined } | undefined,
  ) => shown(figures?.testAccuracy ?? figures?.validationAccuracy);
  const table: DataTable = {
    columns: ['task', 'units', 'accuracy', 'balanced', 'random: accuracy', 'random: balanced', 'whole network: balanced', 'status'],
    rows: summary.tasks.map((task) => [
      task.name,
      task.keptUnits ?? null,
      accuracy(task),
      shown(task.balancedAccuracy),
      accuracy(task.randomControl),
      shown(task.randomControl?.balancedAccuracy),
      shown(task.wholeNetwork?.balancedAccuracy),
      task.status,
    ]),
  };
  const draws = summary.tasks.find(({ randomControl }) => randomControl !== undefined)?.randomControl?.draws;
  return h(
    'section',
    null,
    h('h2', null, 'Subnetworks'),
    dataTable(`Figures are of the ${split} split`, table),
    draws === undefined
      ? null
      : h(
          'p',
          { class: 'soft' },
          `Random: the mean of ${draws} ${draws === 1 ? 'mask' : 'masks'} with as many units in each layer, each with a read-out of its own.`,
        ),
    counted === undefined || counted.live === counted.total
      ? null
      : h(
          'p',
          { class: 'soft' },
          `Overlaps below count the ${counted.live} of ${counted.total} units that are not constant over the training split.`,
        ),
  );
};

/** The verdicts in words, and the figures that they rest on. */
export const evidenceSection = ({ evidence, split, samples }: EvidenceFile): VNode => {
  const scored = ({ metrics, interval }: EvidenceFile['evidence'][number]['found']) =>
    `${percent(metrics.balancedAccuracy)} (${percent(interval.low)} to ${percent(interval.high)})`;
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
  const table: DataTable = {
    columns: [
      'task',
      'subnetwork',
      'all units',
      'random masks',
      'p',
      'rest',
      'sample of the rest',
      'in a random network',
      'overlap with other seeds',
    ],
    rows: evidence.map((each) => [
      each.task,
      scored(each.found),
      scored(each.headOnly),
      percent(each.random.mean),
      each.random.p.toPrecision(2),
      scored(each.complement),
      scored(each.complementSample),
      each.randomNetwork ? scored(each.randomNetwork) : null,
      mean(each.overlaps),
    ]),
  };
  const where = `${samples === undefined ? '' : `${samples} samples of `}the ${split ?? 'evaluated'} split`;
  return h(
    'section',
    null,
    h('h2', null, 'Evidence'),
    h('ul', null, ...evidence.map(({ task, verdict }) => h('li', null, h('strong', null, task), `: ${verdict.text}`))),
    dataTable(`Balanced accuracies on ${where}, with 95 % intervals over samples`, table),
  );
};

/** The commands that lead here. */
export const howToReproduce = ({ summary, training, evidence, frontier, command }: Report): VNode => {
  const ofFrontier = frontier?.commands ?? frontier?.command;
  const commands = [training?.command, summary.command, evidence?.command, ofFrontier].flatMap((each) => each ?? []);
  return h(
    'section',
    null,
    h('h2', null, 'How to reproduce'),
    h('p', null, `The same seed (${summary.seed}), backend and versions give the same masks.`),
    ...[...commands, command].map((each) => h('pre', null, each)),
  );
};
