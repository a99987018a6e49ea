import { compression } from './compression.js';
import { settings } from './settings.js';

await compression({ settings, seeds: [1, 2, 3], log: (line) => console.log(line) });
