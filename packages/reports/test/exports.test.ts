import { expect, it } from 'vitest';
import * as reports from '@dum/reports';

it('exports these names', () => {
  expect(Object.keys(reports).sort()).toEqual([
    'drawFigure',
    'evidenceFigure',
    'figuresOf',
    'frontierFigures',
    'keptUnitsFigure',
    'overlapFigure',
    'recallLostFigure',
    'renderReport',
    'responsesFigures',
    'searchFigures',
    'subnetworksFigure',
    'toSvg',
    'trainingFigures',
  ]);
});
