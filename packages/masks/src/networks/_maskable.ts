import { DumError } from '@dum/errors';
import type { UnitMask } from '../layers/unit-mask.js';
import { unitShape } from '../layers/units.js';
import { isInput, type Layer, type Node } from './_graph.js';

const expected = 'expected a layer with one output that is called once, such as Dense, Conv1D, Conv2D, DepthwiseConv2D or Activation';

const callsOf = (layer: Layer, nodes: readonly Node[]): Node[] => nodes.filter(({ outboundLayer }) => outboundLayer === layer);

/** Refuses, by name, a layer that no mask can stand behind. */
export const requireMaskable = (who: string, layer: Layer, nodes: readonly Node[]): void => {
  const calls = callsOf(layer, nodes);
  const refuse = (reason: string): never => {
    throw new DumError('bad-input', `${who}: layer "${layer.name}" ${reason}; ${expected}`);
  };
  if (calls.some(isInput)) refuse('is an input, and inputs have no units');
  if (calls.length > 1) refuse(`is called ${calls.length} times, and one mask can't tell the calls apart`);
  const outputs = calls[0]!.outputTensors.length;
  if (outputs > 1) refuse(`has ${outputs} outputs; select the layers behind them`);
};

/** Refuses, by name, a layer whose output has no units of the mask's granularity. */
export const requireUnits = (who: string, layer: Layer, mask: UnitMask, nodes: readonly Node[]): void => {
  const [{ outputTensors }] = callsOf(layer, nodes) as [Node];
  const { dataFormat } = layer.getConfig() as { dataFormat?: string };
  if (dataFormat === 'channelsFirst' && mask.granularity === 'channel' && outputTensors[0]!.shape.length > 2) {
    throw new DumError(
      'bad-input',
      `${who}: layer "${layer.name}" has its channels first, and a mask of channels needs them last; give its mask granularity: 'element', or build the network with dataFormat 'channelsLast'`,
    );
  }
  try {
    unitShape(outputTensors[0]!.shape, mask.granularity);
  } catch (cause) {
    throw new DumError('bad-input', `${who}: layer "${layer.name}" can't be masked: ${(cause as Error).message}`, { cause });
  }
};
