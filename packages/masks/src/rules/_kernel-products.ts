import { sizeOf } from '../size-of.js';
import type { Layer } from '../layers/layer.js';
import type { MeasuredCall } from './layer-rule.js';

/** The multiply-adds of a layer that applies its kernel at each position of its output. */
export const atEachOutput = ({ layer, output }: MeasuredCall): number => positionsOf(output) * kernelSize(layer);

/** The multiply-adds of a layer that applies its kernel at each position of its input. */
export const atEachInput = ({ layer, inputs: [input] }: MeasuredCall): number => positionsOf(input!) * kernelSize(layer);

const positionsOf = (shape: readonly number[]): number => sizeOf(shape.slice(0, -1));

const kernelSize = ({ weights }: Layer): number =>
  weights.filter(({ shape }) => shape.length > 1).reduce((total, { shape }) => total + sizeOf(shape), 0);
