import { quickstart } from './quickstart.js';

await quickstart({ log: (line) => console.log(line), clock: () => performance.now() / 1000 });
