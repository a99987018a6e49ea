import { groups } from './groups.js';

await groups({ log: (line) => console.log(line) });
