import type { layers } from '@tensorflow/tfjs-layers';

/** Whether a layer is dense on samples of one axis. */
export const isDense = (layer: layers.Layer): boolean =>
  layer.getClassName() === 'Dense' && Array.isArray(layer.outputShape) && layer.outputShape.length === 2;

/** The name of the activation of a layer. */
export const activationOf = (layer: layers.Layer): string => layer.getConfig().activation as string;

/** Whether the activation of a dense layer is relu or linear. */
export const isReluOrLinear = (layer: layers.Layer): boolean => ['relu', 'linear'].includes(activationOf(layer));

/** Whether a layer is called once, on the output of one other layer. */
export const isOnlyBehind = ({ inboundNodes }: layers.Layer, previous: layers.Layer): boolean =>
  inboundNodes.length === 1 && inboundNodes[0]!.inboundLayers.length === 1 && inboundNodes[0]!.inboundLayers[0] === previous;
