import type { Certificate, Difference, RetainedUnits } from '@dum/masks';
import type { Latency } from '../steps/latency.js';
import { formatTable } from '../text/format-table.js';
import { wrap } from '../text/wrap.js';

/** Sizes before and after: units by layer and in all, parameters, bytes, multiply-adds and times. */
export const extractionTable = ({ layers, units, before, after }: Certificate, latencies: readonly Latency[]): string => {
  const row = (name: string, from: number, to: number): string[] => [name, count(from), count(to), times(from / to)];
  const unitRows = layers.length > 1 ? layers.map((layer) => row(`units of ${layer.layer}`, layer.before, layer.after)) : [];
  return formatTable(
    [{ title: '' }, { title: 'before' }, { title: 'after' }, { title: 'smaller by' }],
    [
      ...unitRows,
      row('units', units.before, units.after),
      row('parameters', before.parameters, after.parameters),
      row('bytes', before.bytes, after.bytes),
      row('multiply-adds', before.multiplyAdds, after.multiplyAdds),
      ...latencies.map(({ batch, before: slow, after: fast }) => [
        `batch of ${batch}, ms`,
        slow.toFixed(3),
        fast.toFixed(3),
        times(slow / fast),
      ]),
    ],
  );
};

/** Lines that describe how the extracted network was checked, which units were removed and which had to stay. */
export const extractionNotes = ({ samples, logits, outputs, units, retained }: Certificate): string => {
  const given = samples.given === 0 ? '' : ` and ${samples.given} real`;
  const differences = [...(logits === undefined ? [] : [differs('logits', logits)]), differs('outputs', outputs)].join(', ');
  const removed = `Of the ${units.before - units.after} removed units, the masks drop ${units.masked}; ${units.dead} are constants and ${units.unreachable} are read by nothing.`;
  return [
    wrap(`On ${samples.random} random${given} samples it differs from the masked network by at most ${differences}.`),
    wrap(removed),
    ...retained.map((group) => wrap(retainedNote(group))),
  ].join('\n');
};

const differs = (what: string, { difference, largest }: Difference): string =>
  `${difference.toExponential(1)} in ${what} (largest ${largest.toPrecision(3)})`;

const reasons: Readonly<Record<RetainedUnits['reason'], (at: string) => string>> = {
  joined: (at) => `"${at}" joins them with units that are needed`,
  padding: (at) => `"${at}" reads them as constants that differ between positions or are padded with zeros`,
  mixed: (at) => `"${at}" needs all of its units`,
  output: (at) => `"${at}" is an output`,
  tied: (at) => `"${at}" ties them to units that are needed`,
  shared: (at) => `"${at}" is called several times, and needs them in another call`,
  last: (at) => `"${at}" can't be empty`,
};

const retainedNote = ({ layer, units, reason, at }: RetainedUnits): string =>
  `${units.length} units of "${layer}" do nothing and had to stay, since ${reasons[reason](at)}.`;

const count = (value: number): string => value.toLocaleString('en-US');

const times = (ratio: number): string => `${ratio.toFixed(1)} ×`;
