import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { channelsOfUnit, readsAtOnce, UnitMask } from '@dum/masks';
import { type ImageStep, imageStepOf } from '@dum/masks/rules';
import type { MaskedBody } from '../masked-body.js';
import type { ImageTail, TailImage, TailStep } from './image-tail.js';
import { windowGeometry } from './window-geometry.js';

type Node = LayersModel['layers'][number]['inboundNodes'][number];
type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * The tail of a body whose layers all have an image step, with masks of channels, from one image at the cut; undefined for any other body.
 * Batch normalizations and activations become part of the layer before them where nothing else reads that.
 *
 * Also undefined on backends whose results can't be read synchronously, because it is computed on the host.
 */
export const readImageTail = ({ tail, masks }: Pick<MaskedBody, 'tail' | 'masks'>): ImageTail | undefined => {
  if (!readsAtOnce() || tail.inputs.length !== 1) return undefined;
  const nodes = nodesBehind(tail.outputs[0]!);
  const readers = countReaders(nodes);
  const images: Changing<TailImage>[] = [];
  const steps: Changing<TailStep>[] = [];
  const imageOf = new Map<SymbolicTensor, number>();
  /** Images that have several names, which other layers read. */
  const shared = new Set<number>();

  const add = (shape: Omit<TailImage, 'mask'>): number => images.push({ ...shape, mask: undefined }) - 1;
  /** The step that made a tensor, if it can be changed: nothing else reads what it made. */
  const makerOf = (tensor: SymbolicTensor): Changing<TailStep> | undefined => {
    const image = imageOf.get(tensor)!;
    if (readers.get(tensor) !== 1 || shared.has(image) || images[image]!.mask !== undefined) return undefined;
    return steps.find(({ output }) => output === image);
  };
  const putMask = (mask: UnitMask, tensor: SymbolicTensor): number | undefined => {
    const image = imageOf.get(tensor)!;
    const isFree = readers.get(tensor) === 1 && !shared.has(image) && images[image]!.mask === undefined;
    const place = masks.findIndex(({ mask: { name } }) => name === mask.name);
    const isOfChannels =
      channelsOfUnit(mask.granularity) === 1 && mask.logits.shape.length === 2 && mask.logits.shape[1] === images[image]!.channels;
    if (!isFree || !isOfChannels || place < 0) return undefined;
    images[image]!.mask = place;
    return image;
  };
  const addStep = (step: ImageStep, from: readonly SymbolicTensor[]): number | undefined => {
    const inputs = from.map((tensor) => imageOf.get(tensor)!);
    const image = images[inputs[0]!]!;
    const { height, width, channels } = image;
    const maker = makerOf(from[0]!);
    const ones = () => new Float32Array(channels).fill(1);
    const sum = (factor: Float32Array, offset: Float32Array, slope: number): number => {
      const output = add({ height, width, channels });
      steps.push({ kind: 'sum', inputs, factor, offset, slope, output });
      return output;
    };
    switch (step.kind) {
      case 'same': {
        if (readers.get(from[0]!) !== 1) shared.add(inputs[0]!);
        return inputs[0];
      }
      case 'activation': {
        if (maker === undefined || maker.kind === 'pool' || maker.slope !== 1) return sum(ones(), new Float32Array(channels), step.slope);
        maker.slope = step.slope;
        return maker.output;
      }
      case 'scale': {
        if (step.factor.length !== channels) return undefined;
        if (maker?.kind !== 'kernel' || maker.slope !== 1) return sum(step.factor, step.offset, 1);
        maker.kernel = maker.kernel.map((weight, at) => weight * step.factor[at % channels]!);
        maker.bias = maker.bias.map((value, channel) => value * step.factor[channel]! + step.offset[channel]!);
        return maker.output;
      }
      case 'sum': {
        const isSame = inputs.every((input) => {
          const other = images[input]!;
          return other.height === height && other.width === width && other.channels === channels;
        });
        return isSame ? sum(ones(), new Float32Array(channels), 1) : undefined;
      }
      case 'pool': {
        const { size = [height, width] as const, window = wholeImage } = step;
        const geometry = windowGeometry([height, width], size, window);
        const output = add({ height: geometry.positions[0], width: geometry.positions[1], channels });
        steps.push({ kind: 'pool', input: inputs[0]!, of: step.of, geometry, output });
        return output;
      }
      case 'kernel': {
        const [rows, columns, inputsOfKernel, units] = step.size;
        const isFlat = from[0]!.shape.length === 2;
        const size = isFlat ? ([height, width] as const) : ([rows, columns] as const);
        if (inputsOfKernel !== (isFlat ? height * width * channels : channels)) return undefined;
        const geometry = windowGeometry([height, width], size, step.window);
        const output = add({ height: geometry.positions[0], width: geometry.positions[1], channels: units });
        const { bias = new Float32Array(units) } = step;
        steps.push({ kind: 'kernel', input: inputs[0]!, kernel: step.kernel, bias, geometry, slope: step.slope, output });
        return output;
      }
    }
  };

  for (const { outboundLayer: layer, inputTensors, outputTensors, inboundLayers } of nodes) {
    const [tensor] = outputTensors as [SymbolicTensor];
    if (inboundLayers.length === 0) {
      const [height, width, channels] = imageShape(tensor.shape) ?? [];
      if (channels === undefined) return undefined;
      imageOf.set(tensor, add({ height: height!, width: width!, channels }));
      continue;
    }
    const step = layer instanceof UnitMask ? undefined : imageStepOf(layer);
    const image = layer instanceof UnitMask ? putMask(layer, inputTensors[0]!) : step && addStep(step, inputTensors);
    if (image === undefined) return undefined;
    imageOf.set(tensor, image);
  }
  const last = imageOf.get(tail.outputs[0]!)!;
  return steps.at(-1)?.output === last ? { images, steps } : undefined;
};

const wholeImage = { strides: [1, 1], dilations: [1, 1], padding: 'valid' } as const;

/** The sizes of an image, or of a single position for values without one. */
const imageShape = ([, ...sizes]: readonly (number | null)[]): number[] | undefined => {
  if (sizes.includes(null)) return undefined;
  if (sizes.length === 1) return [1, 1, sizes[0]!];
  return sizes.length === 3 ? (sizes as number[]) : undefined;
};

const nodesBehind = (output: SymbolicTensor): Node[] => {
  const nodes = new Set<Node>();
  const visit = (tensor: SymbolicTensor): void => {
    const node = tensor.sourceLayer.inboundNodes[tensor.nodeIndex]!;
    if (nodes.has(node)) return;
    if (node.inboundLayers.length > 0) node.inputTensors.forEach(visit);
    nodes.add(node);
  };
  visit(output);
  return [...nodes];
};

const countReaders = (nodes: readonly Node[]): Map<SymbolicTensor, number> => {
  const readers = new Map<SymbolicTensor, number>();
  for (const { inputTensors, inboundLayers } of nodes)
    if (inboundLayers.length > 0) for (const tensor of inputTensors) readers.set(tensor, (readers.get(tensor) ?? 0) + 1);
  return readers;
};
