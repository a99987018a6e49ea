import { pictureShape, samplePicture } from '../drawing/sample-picture.js';
import { requireShown } from './require-shown.js';
import { seriesColours } from '../drawing/theme.js';
import type { ResponsesInput } from '../inputs.js';
import type { Figure } from '../drawing/figure.js';
import { rounded } from './rounded.js';
import { unitTilesSpec } from './unit-tiles.js';

type Responses = ResponsesInput['responses'][number];
type Unit = Responses['layers'][number]['units'][number];

/**
 * Shows what the units of each subnetwork respond to, one figure for each: for each unit the mean of the samples that activate it most, as
 * a picture where samples are pictures, and a bar for its mean activation on each class. A subnetwork without units has no figure.
 */
export const responsesFigures = (file: ResponsesInput): Figure[] => {
  requireShown('responsesFigures', file, ['responses', 'classNames'], 'a responses.json');
  return file.responses.flatMap((responses, at) => {
    const layers = responses.layers.filter(({ units }) => units.length > 0);
    return layers.length === 0 ? [] : [responsesFigure(file, { ...responses, layers }, at + 1)];
  });
};

const responsesFigure = (file: ResponsesInput, { task, layers, ...of }: Responses, place: number): Figure => {
  const { classNames, sampleShape, split } = file;
  const hasPictures = pictureShape(sampleShape) !== undefined;
  const seriesOf = seriesNames(of);
  const units = layers.flatMap((layer) => layer.units);
  const most = Math.max(...units.map(({ strongest }) => strongest?.samples.length ?? 0));
  const title = titleOf(units, of.classOf, seriesOf);
  const pictures = `the mean of the ${most} ${split} images that activate a unit most`;
  const barOf = `its mean activation on ${listed(classNames)}`;
  const countOf = ({ layer, keptUnits, units: shown }: Responses['layers'][number]) =>
    `${layer}: ${shown.length === keptUnits ? '' : `${shown.length} of `}${keptUnits} ${keptUnits === 1 ? 'unit' : 'units'}`;
  return {
    name: /^[a-z0-9-]+$/.test(task) ? `responses-of-${task}` : `responses-${place}`,
    heading: `What the units of ${task} respond to`,
    title,
    description: `A tile for each of the most selective units of each layer (${layers.map(countOf).join('; ')}): ${hasPictures ? `${pictures}, or of as many as activate it, and ` : ''}a bar for its mean activation on each of ${classNames.length} classes. Selectivity is the greatest minus the least mean activation of the task's classes, in standard deviations.`,
    spec: (width) =>
      unitTilesSpec(
        {
          title,
          subtitle: `The most selective units first. ${hasPictures ? `Picture: ${pictures}. Bars` : 'Bars'}: ${barOf}.`,
          groups: layers.map((layer) => ({
            heading: countOf(layer),
            tiles: layer.units.map(({ unit, strongest, meanByClass }) => ({
              label: String(unit),
              picture: strongest === null ? undefined : samplePicture(strongest.meanSample, file),
              bars: meanByClass.map((mean, label) => ({
                name: classNames[label]!,
                series: seriesOf(of.classOf[label]!),
                value: rounded(mean ?? 0),
              })),
            })),
          })),
          colours: coloursOf(of.classOf, seriesOf),
          hasPictures,
        },
        width,
      ),
    table: {
      columns: [
        'layer',
        'unit',
        'selectivity',
        'samples that activate it most',
        'their mean',
        ...classNames.map((name) => `mean on ${name}`),
      ],
      rows: layers.flatMap(({ layer, units: shown }) =>
        shown.map(({ unit, selectivity, strongest, meanByClass }) => [
          layer,
          unit,
          rounded(selectivity, 3),
          strongest?.samples.length ?? 0,
          strongest === null ? null : rounded(strongest.meanActivation, 3),
          ...meanByClass.map((mean) => (mean === null ? null : rounded(mean, 3))),
        ]),
      ),
    },
  };
};

const [others, outside, everyClass] = ['others', 'classes outside the task', 'classes'];

/** The series of a class of the task; in a task with more classes than colours, all classes share one. */
const seriesNames =
  ({ classNames }: Pick<Responses, 'classNames'>) =>
  (taskClass: number): string => {
    const name = classNames[taskClass];
    if (name === undefined) return outside;
    if (name === 'rest' && taskClass === 0) return others;
    return classNames.length > seriesColours.length - 1 ? everyClass : name;
  };

/** The colours of the series; classes that the task ignores are grey. */
const coloursOf = (classOf: readonly number[], seriesOf: (taskClass: number) => string): Readonly<Record<string, string>> => {
  const names = [...new Set([...new Set(classOf)].sort((a, b) => a - b).map(seriesOf))];
  const asked = names.filter((name) => name !== others && name !== outside);
  const colourOf = (name: string) => (asked.includes(name) ? seriesColours[asked.indexOf(name)]! : seriesColours.at(-1)!);
  return Object.fromEntries([...asked, ...names.filter((name) => !asked.includes(name))].map((name) => [name, colourOf(name)]));
};

const titleOf = (units: readonly Unit[], classOf: readonly number[], seriesOf: (taskClass: number) => string): string => {
  const counts = new Map<string, number>();
  for (const { meanByClass, strongest } of units) {
    if (strongest === null) continue;
    const means = meanByClass.map((mean) => mean ?? Number.NEGATIVE_INFINITY);
    const name = seriesOf(classOf[means.indexOf(Math.max(...means))]!);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [[first, count] = ['nothing', 0], ...more] = [...counts].sort(([a], [b]) => Number(a === others) - Number(b === others));
  const rest = more.map(([name, of]) => `, ${of} to ${name}`).join('');
  return `Of ${units.length} units shown, ${count} respond most to ${first}${rest}`;
};

/** Lists names in their order, without the middle if there are many. */
const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names[0]!}, ${names[1]!} … ${names.at(-1)!}` : names.join(', ');
