import type { SearchConfig } from '@dum/runs';
import { h, type VNode } from 'preact';
import type { DataTable } from '../drawing/figure.js';
import { intervalsOf, splitOf } from '../figures/intervals-of.js';
import { percent } from '../figures/rounded.js';
import type { EvidenceInput } from '../inputs.js';
import type { Report } from '../report.js';
import { dataTable } from './data-table.js';
import { mean } from '../figures/mean.js';

const text = (value: unknown): string => {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, of]) => `${name} ${text(of)}`)
    .join(', ');
};

/** Rounds a computed number, which has many digits, to three; leaves a number that was typed as it is. */
const shortNumber = (value: unknown): unknown =>
  typeof value === 'number' && Number(value.toPrecision(6)) !== value ? Number(value.toPrecision(3)) : value;

/** The text shown for a value, and its full text where the shown one is shorter. */
const shortened = (name: string, value: unknown): readonly [shown: string, whole: string | undefined] => {
  const whole = text(value);
  const shown = name === 'fingerprint' ? `${whole.slice(0, 12)}…` : text(shortNumber(value));
  return [shown, shown === whole ? undefined : whole];
};

type Named = Pick<SearchConfig['objective'], 'name' | 'parameters'> & Partial<Pick<SearchConfig['objective'], 'of'>>;

/** Something of a name, with its parameters, such as `completeness(weight 2, of crossEntropy)`. */
const namedText = ({ name, parameters, of }: Named): string => {
  const details = [
    ...Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`),
    ...(of ? [`of ${namedText(of)}`] : []),
  ];
  return details.length === 0 ? name : `${name}(${details.join(', ')})`;
};

/** The settings of a search as names and values, without what a report shows anyway. */
const searchFacts = (search: SearchConfig | null | undefined): Readonly<Record<string, unknown>> => {
  if (search === null || search === undefined) return {};
  const { penalty, estimator, objective } = search;
  return {
    ...Object.fromEntries(Object.entries(search).filter(([name]) => !['format', 'version', 'seed'].includes(name))),
    penalty: penalty.map(({ measure, factor }) => (factor === 1 ? measure : `${factor}·${measure}`)).join(' + '),
    estimator: namedText(estimator),
    objective: namedText(objective),
  };
};

/** What was run, as names and values. */
export const whatWasRun = ({ summary, network, training }: Report): VNode => {
  const { dataset, seed, backend, search, settings, versions } = summary;
  const facts: (readonly [string, unknown])[] = [
    ['data', dataset],
    ['network', training?.settings?.network ?? settings.network],
    ['fingerprint', network],
    ['seed', seed],
    ['backend', backend],
    ...Object.entries({ ...searchFacts(search), ...settings }).filter(([name, value]) => name !== 'network' && value !== null),
  ];
  return h(
    'section',
    null,
    h('h2', null, 'What was run'),
    h(
      'dl',
      null,
      ...facts
        .filter(([, value]) => value !== undefined)
        .flatMap(([name, value]) => {
          const [shown, title] = shortened(name, value);
          return [h('dt', null, name), h('dd', { title }, shown)];
        }),
    ),
    h(
      'details',
      null,
      h('summary', null, 'Versions'),
      dataTable('Versions', { columns: ['package', 'version'], rows: Object.entries(versions) }),
    ),
  );
};

const ends = ({ low, high }: { readonly low: number; readonly high: number }): string => `${percent(low)} to ${percent(high)}`;

/** A row for each subnetwork: its units and accuracies beside those of random masks. */
export const summaryTable = ({ summary, evidence, counted }: Report): VNode => {
  const split = splitOf(summary);
  const intervals = intervalsOf(summary, evidence);
  const shown = (share: number | undefined) => (share === undefined ? null : percent(share, 2));
  const accuracy = (
    figures: { readonly testAccuracy?: number | undefined; readonly validationAccuracy?: number | undefined } | undefined,
  ) => shown(figures?.testAccuracy ?? figures?.validationAccuracy);
  const intervalOf = (task: string) => {
    const interval = intervals.get(task);
    return interval === undefined ? null : ends(interval);
  };
  const table: DataTable = {
    columns: [
      ...['task', 'units', 'accuracy', 'balanced'],
      ...(intervals.size === 0 ? [] : ['95\u00a0% interval']),
      ...['random: accuracy', 'random: balanced', 'whole network: balanced', 'status'],
    ],
    rows: summary.tasks.map((task) => [
      task.name,
      task.keptUnits ?? null,
      accuracy(task),
      shown(task.balancedAccuracy),
      ...(intervals.size === 0 ? [] : [intervalOf(task.name)]),
      accuracy(task.randomControl),
      shown(task.randomControl?.balancedAccuracy),
      shown(task.wholeNetwork?.balancedAccuracy),
      task.check === undefined || task.check.status === 'best' ? task.status : `${task.status}, ${task.check.status.replaceAll('-', ' ')}`,
    ]),
  };
  const draws = summary.tasks.find(({ randomControl }) => randomControl !== undefined)?.randomControl?.draws;
  return h(
    'section',
    null,
    h('h2', null, 'Subnetworks'),
    dataTable(`Figures are of the ${split} split${intervals.size === 0 ? '' : ', with 95 % intervals over samples'}`, table),
    draws === undefined
      ? null
      : h(
          'p',
          { class: 'soft' },
          `Random: the mean of ${draws} ${draws === 1 ? 'mask' : 'masks'} with as many units in each layer, each with its own read-out.`,
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

/** The verdicts in words, and the figures behind them. */
export const evidenceSection = ({ evidence, split, samples }: EvidenceInput): VNode => {
  const scored = ({ metrics, interval }: EvidenceInput['evidence'][number]['found']) =>
    `${percent(metrics.balancedAccuracy)} (${ends(interval)})`;
  const table: DataTable = {
    columns: [
      'task',
      'subnetwork',
      'all units',
      'random masks',
      'p',
      'complement',
      'sample of the complement',
      'in a random network',
      'overlap with other seeds',
    ],
    rows: evidence.map((each) => [
      each.task,
      scored(each.found),
      scored(each.allUnits),
      percent(each.random.mean),
      each.random.p.toPrecision(2),
      scored(each.complement),
      scored(each.complementSample),
      each.randomNetwork ? scored(each.randomNetwork) : null,
      mean(each.overlaps)?.toFixed(2) ?? null,
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

/** The commands that made this report and its inputs. */
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
