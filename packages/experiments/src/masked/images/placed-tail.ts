import { canRunHostKernels, createHostMemory, createMemoryPlan, type HostMemory } from '../../kernels/host-memory.js';
import { type ImageLayout, layoutOf } from './image-layout.js';
import type { ImageTail, TailImage, TailStep } from './image-tail.js';
import type { ImageProducts } from './image-products.js';
import { backwardSweeps, forwardSweep } from './sweep.js';
import { planProducts } from './plan-products.js';

/** An image in memory: addresses of the values of all samples, of the gradient of one, and of a value for each channel. */
export interface PlacedImage extends TailImage {
  readonly layout: ImageLayout;
  readonly gradientLayout: ImageLayout;
  readonly values: number;
  /** From the values of one sample to those of the next, in bytes. */
  readonly stride: number;
  readonly gradient: number;
  /** 1 for each channel that the mask keeps, else 0; 1 for all without a mask. */
  readonly bits: number;
  /** The gradient of the mask. */
  readonly sums: number;
}

/** A step with its products. */
export type PlacedStep = TailStep & { readonly forward?: ImageProducts; readonly backward?: ImageProducts };

/** A tail in memory. */
export interface PlacedTail {
  readonly memory: HostMemory;
  readonly images: readonly PlacedImage[];
  readonly steps: readonly PlacedStep[];
  /** Vectors of channels: zeros, and room for others. */
  readonly vectors: { readonly zeros: number; readonly factor: number; readonly offset: number };
}

/**
 * Places a tail in host memory, for up to `samples` samples at once; undefined where that takes too much memory or host kernels do not run.
 */
export const placeTail = async (
  { images, steps }: ImageTail,
  { samples, gradients }: { readonly samples: number; readonly gradients: boolean },
): Promise<PlacedTail | undefined> => {
  const plan = createMemoryPlan();
  const sweepsBack = steps.map((step) => {
    if (step.kind !== 'kernel' || !gradients) return [];
    const { height, width } = images[step.input]!;
    return backwardSweeps(step.geometry, [height, width]);
  });
  const placedImages = images.map((image, index): PlacedImage => {
    const layout = layoutOf(
      image,
      steps.flatMap((step) => (step.kind === 'kernel' && step.input === index ? [forwardSweep(step.geometry)] : [])),
    );
    const gradientLayout = layoutOf(
      image,
      steps.flatMap((step, at) => (step.output === index ? sweepsBack[at]! : [])),
    );
    const values = plan.place((samples * layout.bytes) / 4);
    const gradient = gradients ? plan.place(gradientLayout.bytes / 4) : 0;
    const [bits, sums] = [plan.place(layout.channels), plan.place(layout.channels)];
    return { ...image, layout, gradientLayout, values, stride: layout.bytes, gradient, bits, sums };
  });
  const placedSteps = steps.map((step, at): PlacedStep => {
    if (step.kind !== 'kernel') return step;
    const [from, to] = [placedImages[step.input]!, placedImages[step.output]!];
    const [channels, units] = [from.channels, to.channels];
    const { kernel, bias } = step;
    const forward = planProducts(plan, [forwardSweep(step.geometry)], { kernel, bias, channels, units, from: from.layout, to: to.layout });
    if (!gradients) return { ...step, forward };
    const back = { kernel: turned(kernel, channels, units), channels: units, units: channels };
    return {
      ...step,
      forward,
      backward: planProducts(plan, sweepsBack[at]!, { ...back, from: to.gradientLayout, to: from.gradientLayout }),
    };
  });
  const widest = Math.max(...placedImages.map(({ layout }) => layout.channels));
  const vectors = { zeros: plan.place(widest), factor: plan.place(widest), offset: plan.place(widest) };
  if (!canRunHostKernels(plan.bytes())) return undefined;
  const memory = await createHostMemory(plan.bytes());
  for (const step of placedSteps) for (const products of [step.forward, step.backward]) products?.open(memory);
  return { memory, images: placedImages, steps: placedSteps, vectors };
};

/** A kernel `[taps, inputs, units]` as `[taps, units, inputs]`. */
const turned = (kernel: Float32Array, inputs: number, units: number): Float32Array => {
  const result = new Float32Array(kernel.length);
  for (let start = 0; start < kernel.length; start += inputs * units)
    for (let input = 0; input < inputs; input++)
      for (let unit = 0; unit < units; unit++) result[start + unit * inputs + input] = kernel[start + input * units + unit]!;
  return result;
};
