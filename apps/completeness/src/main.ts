import { availableParallelism } from 'node:os';
import { completeness } from './completeness.js';
import { settings } from './settings.js';

await completeness({ settings, threads: Math.min(10, availableParallelism()), log: (line) => console.log(line) });
