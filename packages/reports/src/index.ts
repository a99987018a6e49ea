export { renderReport, type RenderedFigure, type RenderedReport } from './render-report.js';
export type { Report } from './report.js';
export { drawFigure } from './drawing/draw-figure.js';
export { toSvg } from './drawing/to-svg.js';
export type { DataTable, Figure, FigureSpec, FigureWidth } from './figures/figure.js';
export { figuresOf } from './figures/figures-of.js';
export { overlapFigure, type SharedUnits } from './figures/overlap-figure.js';
export { type KeptInLayer, keptUnitsFigure } from './figures/kept-units-figure.js';
export { damageFigure } from './figures/damage-figure.js';
export { evidenceFigure } from './figures/evidence-figure.js';
export { frontierFigures } from './figures/frontier-figures.js';
export { responsesFigures } from './figures/responses-figures.js';
export { subnetworksFigure } from './figures/subnetworks-figure.js';
export { searchFigures, trainingFigures } from './figures/training-figures.js';
export { readInput, type ReportInputs } from './inputs/read-input.js';
export {
  type EvidenceFile,
  evidenceFile,
  type FrontierFile,
  frontierFile,
  type ResponsesFile,
  responsesFile,
  type RunSummary,
  runSummary,
  type TrainingSummary,
  trainingSummary,
} from './inputs/schemas.js';
