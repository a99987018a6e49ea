import { elementwise } from '../kinds/elementwise.js';
import type { Layer } from '../layers/layer.js';
import type { LayerRule } from './layer-rule.js';

/** One number for all channels, or one for each. */
type Numbers = number | readonly number[];

const settingsOf = (layer: Layer): Readonly<Record<'scale' | 'offset', Numbers>> =>
  layer.getConfig() as unknown as Readonly<Record<'scale' | 'offset', Numbers>>;

const ofChannels = (numbers: Numbers, channels: readonly number[]): Numbers =>
  typeof numbers === 'number' || numbers.length === 1 ? numbers : channels.map((channel) => numbers[channel]!);

/** Rescaling: x · scale + offset, each a number or a list with one for each channel, which the constructor accepts despite its type. */
export const rescaling: LayerRule = {
  classNames: ['Rescaling'],
  flow: 'keeps',
  preservesZero: (layer) => [settingsOf(layer).offset].flat().every((offset) => offset === 0),
  settings: (layer, channels) => {
    const { scale, offset } = settingsOf(layer);
    return { scale: ofChannels(scale, channels), offset: ofChannels(offset, channels) };
  },
  refusal: (layer) => {
    const channels = layer.inboundNodes[0]!.outputTensors[0]!.shape.at(-1)!;
    const isFitting = (numbers: Numbers): boolean =>
      [numbers].flat().every((each) => typeof each === 'number') && [1, channels].includes([numbers].flat().length);
    const wrong = (['scale', 'offset'] as const).find((name) => !isFitting(settingsOf(layer)[name]));
    if (wrong === undefined) return undefined;
    return `has the ${wrong} ${JSON.stringify(settingsOf(layer)[wrong])}, which is neither a number nor a list of one for each of its ${channels} channels`;
  },
  extract: elementwise,
};
