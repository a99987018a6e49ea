export { createWorkerPool, type WorkerPool } from './create-worker-pool.js';
