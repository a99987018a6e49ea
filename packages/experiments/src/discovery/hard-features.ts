import { compactFeatures } from './chain/compact-features.js';
import { readChain } from './chain/read-chain.js';
import type { MaskedBody } from './masked-body.js';
import type { HardFeatures } from './task-features.js';

/** The hard features of a body: for a chain of dense layers through the kept units alone, else by the tail as it is. */
export const createHardFeatures = async (body: MaskedBody): Promise<HardFeatures> => {
  const chain = await readChain(body);
  return chain === undefined ? generalFeatures(body) : compactFeatures(chain, body);
};

/** The hard features of any body, by running its tail. */
export const generalFeatures = (body: MaskedBody): HardFeatures => {
  const indices = Uint32Array.from({ length: body.features }, (_, feature) => feature);
  return async (activations, batch) => {
    const output = body.apply(activations, batch, false);
    const values = await output.data<'float32'>();
    output.dispose();
    return Array.from({ length: body.tasks }, (_, task) => {
      const rows = new Float32Array(body.features * batch.length);
      for (let sample = 0; sample < batch.length; sample++) {
        const start = (task * batch.length + sample) * body.features;
        for (let feature = 0; feature < body.features; feature++) rows[feature * batch.length + sample] = values[start + feature]!;
      }
      return { indices, rows };
    });
  };
};
