import { dispose } from '@tensorflow/tfjs-core';
import { model } from '@tensorflow/tfjs-layers';
import type { DroppedConstants } from '@dum/masks/mask-set';
import { channelsOfUnit } from '@dum/masks';
import { createChannelMoments } from './channel-moments.js';
import type { FrozenActivations } from './frozen-activations.js';
import type { FrozenBody } from './frozen-body.js';
import { maskBody, unitCount } from './masked-body.js';
import { spreadRows } from './spread-rows.js';

/**
 * The mean output of every unit in the whole network, over at most 2,048 samples from all of the split: of each element, or of each channel
 * over its positions. The mean over the places of a mask, if there are several.
 */
export const meanOutputs = async (frozen: FrozenBody, train: FrozenActivations): Promise<DroppedConstants> => {
  const whole = maskBody(frozen, { taskSeeds: [0], mask: { initialKeepProbability: 0.9 } });
  try {
    const { tail, masks } = whole;
    const places = masks.flatMap(({ mask: { name } }, at) =>
      tail.getLayer(name).inboundNodes.map(({ outputTensors }) => ({ at, output: outputTensors[0]! })),
    );
    const tapped = model({ inputs: tail.inputs, outputs: places.map(({ output }) => output) });
    const moments = masks.map(({ mask }) => createChannelMoments(unitCount(mask) * channelsOfUnit(mask.granularity)));
    for await (const { tensors } of train.read(spreadRows(train.count, whole.rowsAtOnce))) {
      const inputs = tensors();
      const outputs = whole.runPart(tapped, inputs, 0);
      for (const [index, { at }] of places.entries()) moments[at]!.add(await outputs[index]!.data<'float32'>());
      dispose([...inputs, ...outputs]);
    }
    return { kind: 'mean', layers: masks.map(({ layer }, at) => ({ layer, values: moments[at]!.read().mean })) };
  } finally {
    whole.dispose();
  }
};
