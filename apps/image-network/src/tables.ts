import type { Figure, TaskFigures } from './measure.js';
import type { Results } from './results.js';

/** All tables of the results of one set of data, as Markdown. */
export const tablesOf = (results: Results): string =>
  [summary(results), masksTable(results.tasks), layersTable(results), channelsTable(results), costsTable(results)].join('\n\n');

const summary = ({ settings: { sizes, share, convolutions }, tasks, backend, searchMinutes }: Results): string => {
  const [{ samples, keptChannels, maskedChannels }] = tasks as [TaskFigures];
  const kept = `${keptChannels} of ${maskedChannels} channels (${percent(share)} %)`;
  return `${sizes.train} pictures to learn on, ${sizes.validation} to choose on, ${samples.all} measured. Masks keep ${kept}, of the last ${convolutions} convolutions. Search and baseline took ${Math.round(searchMinutes)} minutes on ${backend}.`;
};

/** Balanced accuracies of masks. */
const masksTable = (tasks: readonly TaskFigures[]): string =>
  table(
    ['task', 'pictures of it', 'all channels', 'learned', 'iterative Taylor', 'random (least to greatest)', 'the rest'],
    tasks.map(({ task, samples, whole, learned, taylor, random, complement }) => [
      task,
      `${samples.yes} of ${samples.all}`,
      ...[whole, learned, taylor].map(withInterval),
      `${percent(random.mean)} (${percent(random.least)} to ${percent(random.greatest)})`,
      withInterval(complement),
    ]),
  );

/** How many channels each task keeps in each layer. */
const layersTable = ({ layers, tasks }: Results): string =>
  table(
    ['masked layer', 'channels', ...tasks.map(({ task }) => task)],
    [
      ...layers.map(({ layer, channels, kept }) => [`\`${layer}\``, channels, ...kept]),
      ['all', sum(layers.map(({ channels }) => channels)), ...tasks.map(({ keptChannels }) => keptChannels)],
    ],
  );

const channelsTable = ({ channels }: Results): string =>
  table(
    ['task', 'channel', 'loss without it', 'of its strongest pictures'],
    channels.map(({ task, channel, effect, yes, pictures }) => [task, channel, `+${effect.toFixed(3)}`, `${yes} of ${pictures}: ${task}`]),
  );

const costsTable = ({ cutOuts, times }: Results): string => {
  const places = Object.keys(times);
  const timesOf = (name: string) => places.map((place) => times[place]!.find((timing) => timing.name === name)!.milliseconds.toFixed(1));
  const [first] = cutOuts;
  return table(
    ['network', 'parameters', 'multiply-adds', ...places.map((place) => `ms, ${place}`), 'largest difference of logits'],
    [
      ['whole', thousands(first!.certificate.before.parameters), millions(first!.certificate.before.multiplyAdds), ...timesOf('whole'), ''],
      ...cutOuts.map(({ task, certificate: { after, logits } }) => [
        task,
        thousands(after.parameters),
        millions(after.multiplyAdds),
        ...timesOf(task),
        logits === undefined ? '' : (logits.difference / logits.largest).toExponential(0),
      ]),
    ],
  );
};

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (share: number): string => (100 * share).toFixed(1);
const withInterval = ({ balancedAccuracy, low, high }: Figure): string =>
  `${percent(balancedAccuracy)} (${percent(low)} to ${percent(high)})`;
const thousands = (count: number): string => `${Math.round(count / 1000)} k`;
const millions = (count: number): string => `${(count / 1e6).toFixed(1)} M`;
