import { mean, percent } from '../text/figures.js';
import type { ExtractedTask } from '../steps/extract-task.js';
import type { Latency } from '../steps/latency.js';
import { type Column, formatTable } from '../text/format-table.js';
import { wrap } from '../text/wrap.js';

/** A figure of extractions: its column, its value for several of them, and its format. */
interface Figure extends Column {
  readonly value: (extracted: readonly ExtractedTask[]) => number;
  readonly show: (value: number) => string;
}

type Measure = (extracted: ExtractedTask) => number;

const meanOf = (measure: Measure) => (extracted: readonly ExtractedTask[]) => mean(extracted.map(measure))!;

/** The ratio of the means of two measures. */
const timesOf = (before: Measure, after: Measure) => (extracted: readonly ExtractedTask[]) =>
  meanOf(before)(extracted) / meanOf(after)(extracted);

const times = (value: number): string => `${value.toFixed(1)} ×`;
const count = (value: number): string => Math.round(value).toLocaleString('en-US');
const small = (value: number): string => value.toExponential(1);

const figuresOf = (extracted: readonly ExtractedTask[]): Figure[] => [
  { group: 'units', title: 'before', value: meanOf(({ certificate: { units } }) => units.before), show: count },
  { group: 'units', title: 'after', value: meanOf(({ certificate: { units } }) => units.after), show: count },
  { group: 'parameters', title: 'after', value: meanOf(({ certificate: { after } }) => after.parameters), show: count },
  {
    group: 'parameters',
    title: 'fewer by',
    value: timesOf(
      ({ certificate: { before } }) => before.parameters,
      ({ certificate: { after } }) => after.parameters,
    ),
    show: times,
  },
  ...[256, 1].map(
    (batch): Figure => ({
      group: 'faster, batch of',
      title: String(batch),
      value: timesOf(
        (each) => latencyAt(each, batch).before,
        (each) => latencyAt(each, batch).after,
      ),
      show: times,
    }),
  ),
  { group: 'largest', title: 'difference', value: (all) => Math.max(...all.map(largestDifference)), show: small },
  ...(extracted.some(({ test }) => test === undefined)
    ? []
    : [
        { group: 'test', title: 'accuracy', value: meanOf(({ test }) => test!.extracted.accuracy), show: percent },
        { group: 'test', title: 'balanced', value: meanOf(({ test }) => test!.extracted.balancedAccuracy), show: percent },
      ]),
];

const latencyAt = ({ latency }: ExtractedTask, batch: number): Latency => latency.find((each) => each.batch === batch)!;

/** The largest difference from the masked network, relative to its largest value, over logits and outputs. */
const largestDifference = ({ certificate: { logits, outputs } }: ExtractedTask): number =>
  Math.max(...[outputs, ...(logits === undefined ? [] : [logits])].map(({ difference, largest }) => difference / largest));

/**
 * One row for each task: units, parameters, speed, difference from the masked network and test accuracies; last, ratios of means over
 * tasks.
 */
export const extractionsTable = (extracted: readonly ExtractedTask[]): string => {
  const figures = figuresOf(extracted);
  const rows = extracted.map((each) => [each.task, ...figures.map(({ value, show }) => show(value([each])))]);
  const means = ['mean', ...figures.map(({ value, show }) => show(value(extracted)))];
  const table = formatTable([{ title: 'task' }, ...figures], rows, extracted.length > 1 ? means : undefined);
  const { samples } = extracted[0]!.certificate;
  const given = samples.given === 0 ? '' : ` and ${samples.given} real`;
  return [
    table,
    '',
    wrap(
      `Fewer and faster than the whole network; times are medians of both in turn. Difference: from the masked network, relative to its largest logit or output, on ${samples.random} random${given} samples.`,
    ),
    ...(extracted.some(({ test }) => test === undefined) ? [] : [wrap(maskedNote(extracted))]),
  ].join('\n');
};

const maskedNote = (extracted: readonly ExtractedTask[]): string => {
  const { samples } = extracted[0]!.test!;
  const others = extracted.filter(({ test }) => !isSame(test!));
  if (others.length === 0) return `On ${samples.toLocaleString('en-US')} test samples the masked network has these same accuracies.`;
  const shown = others.map(({ task, test }) => `"${task}" ${percent(test!.masked.accuracy)} and ${percent(test!.masked.balancedAccuracy)}`);
  return `On ${samples.toLocaleString('en-US')} test samples the masked network has the same accuracies except for ${shown.join(', ')}.`;
};

const isSame = ({ extracted, masked }: Pick<NonNullable<ExtractedTask['test']>, 'extracted' | 'masked'>): boolean =>
  JSON.stringify(extracted) === JSON.stringify(masked);

/** Describes the figures of an extracted network on the test split in a sentence. */
export const testNote = ({ samples, extracted, masked }: NonNullable<ExtractedTask['test']>): string => {
  const others = isSame({ extracted, masked })
    ? 'as the masked network has'
    : `the masked network ${percent(masked.accuracy)} and ${percent(masked.balancedAccuracy)}`;
  return wrap(
    `On ${samples.toLocaleString('en-US')} test samples it has ${percent(extracted.accuracy)} accuracy and ${percent(extracted.balancedAccuracy)} balanced, ${others}.`,
  );
};
