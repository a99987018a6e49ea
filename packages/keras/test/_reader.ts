import { once } from 'node:events';
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
export type Answer = { readonly parsed: ParsedKeras; readonly message?: undefined } | { readonly parsed?: undefined; readonly code: string; readonly message: string };

/**
 * Reads many files, one after the other, in a worker, as `importKeras` reads each in one of its own; a new one takes its place after an
 * error inside the HDF5 library, which leaves that in any state.
 */
export const startReader = () => {
  const start = () => new Worker(program, { eval: true, execArgv: [], stderr: true });
  let worker = start();
  return {
    async read(bytes: Uint8Array): Promise<Answer> {
      worker.postMessage(bytes);
      const [answer] = (await once(worker, 'message')) as [Answer];
      if (answer.message?.includes('is damaged or no Keras network') === true) {
        await worker.terminate();
        worker = start();
      }
      return answer;
    },
    end: () => worker.terminate(),
  };
};
