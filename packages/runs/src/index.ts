export { memoryStore } from './artefacts/memory-store.js';
export type { Damage, Put, Store } from './artefacts/store.js';
export { canonicalJson } from './canonical/canonical-json.js';
export { contentKey, type Keyed } from './canonical/content-key.js';
export type { DocumentFormat, DocumentHeader, DocumentOf, Named, ShapedDocument } from './documents/document-format.js';
export { type AnyFormat, formatOf, readOneOf } from './documents/read-one-of.js';
export { type Comparison, comparison } from './formats/comparison.js';
export { type Evaluation, evaluation } from './formats/evaluation.js';
export { type EvidenceFile, evidenceFile } from './formats/evidence-file.js';
export {
  type ExtractionsSummary,
  extractionsSummary,
  type ExtractionSummary,
  extractionSummary,
} from './formats/extraction-summary.js';
export { type FrontierFile, frontierFile } from './formats/frontier-file.js';
export { type ImportSummary, importSummary } from './formats/import-summary.js';
export { type NetworkInput, networkInputFromMetadata, networkInputSchema, networkInputToMetadata } from './formats/network-input.js';
export { type ResponsesFile, responsesFile } from './formats/responses-file.js';
export { type AlphaPathSummary, alphaPathSummary, type SearchSummary, searchSummary } from './formats/search-summary.js';
export { trainingStateFormat, type TrainingStateHeader, trainingStateHeader } from './formats/training-state.js';
export { type TrainingSummary, trainingSummary } from './formats/training-summary.js';
export { checkSearchConfig, type ObjectiveConfig, type SearchConfig, searchConfigSchema } from './formats/search-config.js';
