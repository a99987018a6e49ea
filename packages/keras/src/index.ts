export { type ParsedKeras, parseKeras } from './parse-keras.js';
export { supportedLayers } from './config/rules/layer-rules.js';
