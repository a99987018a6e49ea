export { importKeras, type ImportedNetwork, type ImportKerasOptions } from './import-keras.js';
export { type ParsedKeras, parseKeras } from './parse-keras.js';
export { supportedLayers } from './config/rules/layer-rules.js';
