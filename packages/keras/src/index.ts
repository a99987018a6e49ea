export { type ExportedFile, type ExportFormat, exportFormats, exportKeras, type ExportKerasOptions } from './export/export-keras.js';
export { importKeras, type ImportedNetwork, type ImportKerasOptions } from './import-keras.js';
export type { ParsedKeras } from './parse-config.js';
export { parseKeras } from './parse-keras.js';
export { exportedLayers } from './export/export-rules.js';
export { supportedLayers } from './config/rules/layer-rules.js';
