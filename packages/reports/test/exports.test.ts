import { expect, it } from 'vitest';
import * as reports from '@dum/reports';

it('exports these names', () => {
  expect(Object.keys(reports).sort()).toEqual([
    'damageFigure',
    'drawFigure',
    'evidenceFigure',
    'evidenceFile',
    'figuresOf',
    'frontierFigures',
    'frontierFile',
    'keptUnitsFigure',
    'overlapFigure',
    'readInput',
    'renderReport',
    'responsesFigures',
    'responsesFile',
    'runSummary',
    'searchFigures',
    'subnetworksFigure',
    'toSvg',
    'trainingFigures',
    'trainingSummary',
  ]);
});
