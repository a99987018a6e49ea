import type { Report } from '../report.js';
import { requireShown } from './require-shown.js';
import { recallLostFigure } from './recall-lost-figure.js';
import { evidenceFigure } from './evidence-figure.js';
import type { Figure } from '../drawing/figure.js';
import { frontierFigures } from './frontier-figures.js';
import { keptUnitsFigure } from './kept-units-figure.js';
import { overlapFigure } from './overlap-figure.js';
import { responsesFigures } from './responses-figures.js';
import { subnetworksFigure } from './subnetworks-figure.js';
import { searchFigures, trainingFigures } from './training-figures.js';

/** All figures that a report has data for, in its order. */
export const figuresOf = (report: Report): Figure[] => {
  requireShown('figuresOf', report, ['kept', 'overlaps'], 'a report');
  const { summary, kept, overlaps, evidence, frontier, responses, training } = report;
  return [
    subnetworksFigure(summary, evidence),
    ...(evidence === undefined ? [] : [evidenceFigure(evidence)]),
    ...(frontier === undefined ? [] : frontierFigures(frontier)),
    ...(kept.length === 0 ? [] : [keptUnitsFigure(kept)]),
    ...(responses === undefined ? [] : responsesFigures(responses)),
    ...(overlaps.length === 0 ? [] : [overlapFigure(overlaps)]),
    ...(evidence === undefined ? [] : [recallLostFigure(evidence)]),
    ...searchFigures(summary),
    ...(training === undefined ? [] : trainingFigures(training)),
  ].filter((figure) => figure !== undefined);
};
