import type { Layer } from '../layers/layer.js';

/** The axes of a layer's setting `axis`, with the batch as axis 0; the setting is a number or a list, and may count from the end. */
const axesOf = (layer: Layer): readonly number[] => {
  const { axis } = layer.getConfig() as { axis: number | readonly number[] };
  const rank = rankOf(layer);
  return [axis].flat().map((each) => (each < 0 ? each + rank : each));
};

/** Why a layer does not work on its last axis, its channels; undefined if it does. */
export const otherAxis = (layer: Layer): string | undefined => {
  const axes = axesOf(layer);
  if (axes.length === 1 && axes[0] === rankOf(layer) - 1) return undefined;
  return axes.length === 1
    ? `works on axis ${axes[0]}, which is not the last`
    : `works on axes ${axes.join(' and ')}, not only on the last`;
};

const rankOf = (layer: Layer): number => layer.inboundNodes[0]!.outputTensors[0]!.shape.length;
