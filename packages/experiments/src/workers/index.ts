export { createWorkerPool, type WorkerPool } from './create-worker-pool.js';
export type { SearchWorkers } from '../search/index.js';
