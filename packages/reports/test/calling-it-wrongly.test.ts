import {
  drawFigure,
  evidenceFigure,
  figuresOf,
  frontierFigures,
  keptUnitsFigure,
  overlapFigure,
  recallLostFigure,
  renderReport,
  responsesFigures,
  searchFigures,
  subnetworksFigure,
  toSvg,
  trainingFigures,
} from '@dum/reports';
import { expect, it } from 'vitest';

const anything = (value: unknown) => value as never;
const nothing = anything(undefined);

it.each<[string, () => unknown, string]>([
  ['no report', () => renderReport(nothing), 'figuresOf: input is missing; expected an object with the kept and overlaps of a report'],
  ['a report without a summary', () => figuresOf(anything({ kept: [], overlaps: [] })), 'subnetworksFigure: input is missing; expected'],
  ['no summary', () => subnetworksFigure(nothing), 'subnetworksFigure: input is missing; expected an object with the tasks of a summary'],
  ['no search', () => searchFigures(nothing), 'searchFigures: input is missing; expected an object with the tasks of a summary.json'],
  ['one task', () => searchFigures(anything({ tasks: {} })), 'searchFigures: tasks is an object; expected a list, as in a summary.json'],
  ['no training', () => trainingFigures(nothing), 'trainingFigures: input is missing; expected an object'],
  [
    'a promise of evidence',
    () => evidenceFigure(anything(Promise.resolve({}))),
    'evidenceFigure: input is a promise, which needs an await; expected an object with the evidence of an evidence.json',
  ],
  [
    'a list of evidence',
    () => recallLostFigure(anything([])),
    'recallLostFigure: input is a list of 0; expected an object with the evidence',
  ],
  ['no frontier', () => frontierFigures(nothing), 'frontierFigures: input is missing; expected an object with the rows of a frontier.json'],
  ['no responses', () => responsesFigures(nothing), 'responsesFigures: input is missing; expected an object with the responses'],
  ['no pairs', () => overlapFigure(nothing), 'overlapFigure: pairs is missing; expected a list of pairs of tasks'],
  [
    'one layer',
    () => keptUnitsFigure(anything({ task: 'a', layer: 'b', kept: 1, total: 2 })),
    'keptUnitsFigure: kept is an object; expected a list of { task, layer, kept, total }, so put it in a list',
  ],
  ['no figure', () => drawFigure(nothing, 'wide'), 'drawFigure: figure is missing; expected a figure, such as figuresOf gives'],
  ['no specification', () => toSvg(nothing), 'toSvg: spec is missing; expected a Vega-Lite specification'],
])('%s is refused in one sentence', async (_, call, message) => {
  await expect((async () => await call())()).rejects.toMatchObject({
    name: 'DumError',
    code: 'bad-input',
    message: expect.stringContaining(message) as string,
  });
});
