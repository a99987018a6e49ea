import { tensor } from '@tensorflow/tfjs-core';
import type { MaskedBody } from '../masked-body.js';
import type { LayerLogits } from '../task-progress.js';

/** Does something while a body's masks keep what is said of each task, and lets its logits be as they were. */
export const withHardMasks = async <Result>(
  body: MaskedBody,
  tasks: readonly LayerLogits[][],
  run: () => Promise<Result>,
): Promise<Result> => {
  const write = (valueOf: (layer: LayerLogits, unit: number) => number) =>
    body.masks.forEach(({ mask: { logits } }, at) => {
      const values = tasks.flatMap((layers) => Array.from(layers[at]!.logits, (_, unit) => valueOf(layers[at]!, unit)));
      const written = tensor(values, logits.shape as number[]);
      logits.write(written);
      written.dispose();
    });
  write(({ kept }, unit) => (kept[unit] === 1 ? 1 : -1));
  try {
    return await run();
  } finally {
    write(({ logits }, unit) => logits[unit]!);
  }
};
