export type { Io, StopSignal, Terminal } from './io.js';
export { main } from './main.js';
