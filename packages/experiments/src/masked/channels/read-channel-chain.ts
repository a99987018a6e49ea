import { channelsOfUnit, UnitMask, readsAtOnce } from '@dum/masks';
import { type ChannelStep as LayerStep, channelStepOf } from '@dum/masks/rules';
import { isOnlyBehind } from '../../networks/dense-layers.js';
import type { MaskedBody } from '../masked-body.js';

/** One step of a chain, applied to a subset of the channels: a layer, or the mask of this place in the body. */
export type ChannelStep = LayerStep | { readonly kind: 'mask'; readonly mask: number };

/**
 * The steps of a body whose tail is one chain: a mask, then convolutions, dense layers, more masks and layers that act on each channel
 * separately. Undefined for any other body.
 *
 * Also undefined on backends whose results can't be read synchronously: they pool memory by tensor size, and the number of kept channels
 * keeps changing.
 */
export const readChannelChain = ({ tail, masks }: MaskedBody): readonly ChannelStep[] | undefined => {
  if (!readsAtOnce()) return undefined;
  const [, ...chain] = tail.layers;
  if (!chain.every((layer, at) => isOnlyBehind(layer, tail.layers[at]!))) return undefined;
  const steps = chain.map((layer) => {
    if (!(layer instanceof UnitMask)) return channelStepOf(layer);
    const mask = masks.findIndex(({ mask: { name } }) => name === layer.name);
    const isOfChannels = layer.logits.shape.length === 2 && channelsOfUnit(layer.granularity) === 1;
    return isOfChannels && mask >= 0 ? { kind: 'mask' as const, mask } : undefined;
  });
  return steps[0]?.kind === 'mask' && steps.every((step) => step !== undefined) && keepsZeros(steps) ? steps : undefined;
};

/** Whether channels that a mask drops are still 0 where the next kernel would read them. */
const keepsZeros = (steps: readonly ChannelStep[]): boolean => {
  let isMasked = false;
  return steps.every((step) => {
    if (step.kind === 'mask') isMasked = true;
    if (step.kind === 'kernel') isMasked = false;
    return !isMasked || step.kind !== 'apart' || step.preservesZero;
  });
};
