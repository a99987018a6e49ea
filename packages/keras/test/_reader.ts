import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ParsedKeras } from '@dum/keras';

const program = `
  const { parentPort } = require('node:worker_threads');
  import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}).then(({ parseKeras }) => {
    parentPort.on('message', (bytes) => {
      parseKeras(bytes, 'model').then((parsed) => ({ parsed }), ({ code, message }) => ({ code, message })).then((answer) => parentPort.postMessage(answer));
    });
  });`;

/** What became of a file. */
export type Answer =
  | { readonly parsed: ParsedKeras; readonly message?: undefined }
  | { readonly parsed?: undefined; readonly code: string; readonly message: string };

const patience = 5000;
const late: Answer = { code: 'bad-input', message: 'importKeras: model is not read in time' };

/**
 * Reads many files, one after the other, in a worker, as `importKeras` reads each in one of its own; a new one takes its place once a
 * file has broken the HDF5 library of the first, or keeps it busy without end.
 */
export const startReader = () => {
  const start = () => new Worker(program, { eval: true, execArgv: [], stderr: true });
  let worker = start();
  return {
    async read(bytes: Uint8Array): Promise<Answer> {
      const ask = async (): Promise<Answer> => {
        worker.postMessage(bytes);
        const answered = once(worker, 'message') as Promise<[Answer]>;
        return (await Promise.race([answered, setTimeout(patience, [late], { ref: false })]))[0];
      };
      const answer = await ask();
      if (answer !== late && (answer.parsed !== undefined || answer.code !== 'temporary')) return answer;
      await worker.terminate();
      worker = start();
      return answer === late ? late : ask();
    },
    end: () => worker.terminate(),
  };
};
