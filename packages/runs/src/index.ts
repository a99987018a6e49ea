export { checkSearchConfig, type SearchConfig, searchConfigSchema } from './search/search-config.js';
