export { canonicalJson } from './canonical/canonical-json.js';
export { contentKey, type Keyed } from './canonical/content-key.js';
export { checkSearchConfig, type SearchConfig, searchConfigSchema } from './search/search-config.js';
export { memoryStore } from './artefacts/memory-store.js';
export type { Damage, Put, Store } from './artefacts/store.js';
