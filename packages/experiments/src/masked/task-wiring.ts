import type { LayersModel } from '@tensorflow/tfjs-layers';
import { headOf, traceWiring } from '@dum/masks';
import type { Wiring } from '@dum/masks/mask-set';

/**
 * The weighted layers of a task's subnetwork: those of the network, with the head or with a linear probe of `classes` classes in its place.
 */
export const taskWiring = (network: LayersModel, masked: readonly string[], classes: number | undefined): Wiring[] => {
  const head = headOf(network);
  return traceWiring(network, masked).map((wire) => {
    if (wire.layer !== head.name || classes === undefined) return wire;
    const outputs = (head.outputShape as number[]).at(-1)!;
    const features = wire.kernelParameters / outputs;
    return { ...wire, kernelParameters: features * classes, biasParameters: classes, multiplyAdds: features * classes };
  });
};
