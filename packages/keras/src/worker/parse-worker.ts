import { parentPort, workerData } from 'node:worker_threads';
import { DumError } from '@dum/errors';
import { parseKeras } from '../parse-keras.js';
import { capMemory } from './cap-memory.js';
import type { WorkerAnswer, WorkerTask } from './message.js';

const { bytes, name } = workerData as WorkerTask;

capMemory(2 ** 27 + bytes.length);
try {
  const parsed = await parseKeras(bytes, name);
  parentPort!.postMessage({ parsed } satisfies WorkerAnswer, [parsed.artifacts.weightData]);
} catch (error) {
  const code = error instanceof DumError ? error.code : 'bad-input';
  parentPort!.postMessage({ refused: { code, message: (error as Error).message } } satisfies WorkerAnswer);
}
