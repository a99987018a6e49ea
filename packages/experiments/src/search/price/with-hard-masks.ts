import { writeMaskValues } from '../../masked/mask-values.js';
import type { MaskedBody } from '../../masked/masked-body.js';
import type { LayerLogits } from '../../masked/read-logits.js';

/** Runs a function with a body's masks set to hard masks of each task, and restores the logits afterwards. */
export const withHardMasks = async <Result>(
  body: MaskedBody,
  tasks: readonly LayerLogits[][],
  run: () => Promise<Result>,
): Promise<Result> => {
  const valuesOf = (read: (layer: LayerLogits) => ArrayLike<number>) => tasks.map((layers) => layers.map(read));
  writeMaskValues(
    body,
    valuesOf(({ kept }) => Float32Array.from(kept, (bit) => (bit === 1 ? 1 : -1))),
  );
  try {
    return await run();
  } finally {
    writeMaskValues(
      body,
      valuesOf(({ logits }) => logits),
    );
  }
};
