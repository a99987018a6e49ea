import { Worker } from 'node:worker_threads';
import { DumError } from '@dum/errors';
import type { ParsedKeras } from '../parse-config.js';
import type { WorkerAnswer, WorkerTask } from './message.js';

/** The limits of a worker. */
export interface WorkerLimits {
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

// the compiled worker, which src and dist both find here
const entry = new URL('../../dist/worker/parse-worker.js', import.meta.url);
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

const whyItEnded = (name: string, error: unknown): DumError => {
  const { code, message } = error as NodeJS.ErrnoException;
  const why =
    code === 'ERR_WORKER_OUT_OF_MEMORY' ? `needs more than ${memory.maxOldGenerationSizeMb} MiB to read` : `cannot be read (${message})`;
  return new DumError('bad-input', `importKeras: ${name} ${why}; it is damaged, hostile or not a Keras network`, { cause: error });
};

/** Reads a Keras file in a worker, which is terminated when its time is up. The bytes are transferred to it. */
export const parseInWorker = (task: WorkerTask, { seconds, signal }: WorkerLimits): Promise<ParsedKeras> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const worker = new Worker(entry, {
      workerData: task,
      transferList: [task.bytes.buffer as ArrayBuffer],
      resourceLimits: memory,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      void worker.terminate();
      settle();
    };
    const abort = (): void => end(() => reject(signal!.reason as Error));
    const late = new DumError(
      'bad-input',
      `importKeras: ${task.name} was not read within ${seconds} s; it may be damaged or hostile, or needs a larger limit (the option seconds)`,
    );
    const timer = setTimeout(() => end(() => reject(late)), seconds * 1000);
    signal?.addEventListener('abort', abort);
    worker.once('message', (answer: WorkerAnswer) =>
      end(() => ('parsed' in answer ? resolve(answer.parsed) : reject(new DumError(answer.refused.code, answer.refused.message)))),
    );
    worker.once('error', (error) => end(() => reject(whyItEnded(task.name, error))));
    worker.once('exit', (code) => end(() => reject(whyItEnded(task.name, new Error(`the worker ended with ${code}`)))));
  });
