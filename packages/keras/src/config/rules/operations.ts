import { show } from '../json.js';
import { renamedActivation } from './activation.js';
import type { Occasion, Step } from './layer-rule.js';
import { difference, merge } from './merging.js';

const merges: Readonly<Record<string, () => readonly Step[]>> = {
  add: () => merge('Add'),
  multiply: () => merge('Multiply'),
  mul: () => merge('Multiply'),
  maximum: () => merge('Maximum'),
  minimum: () => merge('Minimum'),
  subtract: () => difference,
  sub: () => difference,
};

const rescale = (scale: number, offset: number): readonly Step[] => [{ className: 'Rescaling', config: { scale, offset } }];

// x op number, and number op x
const behind: Readonly<Record<string, (by: number) => readonly Step[]>> = {
  add: (by) => rescale(1, by),
  multiply: (by) => rescale(by, 0),
  mul: (by) => rescale(by, 0),
  subtract: (by) => rescale(1, -by),
  sub: (by) => rescale(1, -by),
  divide: (by) => rescale(1 / by, 0),
  truediv: (by) => rescale(1 / by, 0),
  truedivide: (by) => rescale(1 / by, 0),
};
const before: typeof behind = {
  add: behind.add!,
  multiply: behind.multiply!,
  mul: behind.mul!,
  subtract: (from) => rescale(-1, from),
  sub: (from) => rescale(-1, from),
};

/** The operations between tensors, and between a tensor and a number, that can be imported, besides activation functions. */
export const operationNames = ['+', '-', '*', '/ (by a number)', 'maximum', 'minimum'];

const at = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The steps of an operation without a layer, such as the + of `x + y`. */
export const operationSteps = ({ layer: { className, config }, calls, report }: Occasion): readonly Step[] => {
  const named = className === 'TFOpLambda' && typeof config.function === 'string' ? config.function : className;
  const name = (named.split('.').at(-1) ?? '').toLowerCase();
  const [first] = calls;
  const [given] = first?.rest ?? [];
  const shape = JSON.stringify([first?.inputs.length, first?.rest]);
  const steps = (): readonly Step[] | undefined => {
    if (calls.some(({ inputs, rest }) => JSON.stringify([inputs.length, rest]) !== shape)) return undefined;
    if (first?.inputs.length === 2 && given === undefined) return at(merges, name)?.();
    if (first?.inputs.length !== 1 || first.rest.length > 1) return undefined;
    if (given === undefined) return activation(name);
    return typeof given.value === 'number' && Number.isFinite(1 / given.value)
      ? at(given.after === 0 ? before : behind, name)?.(given.value)
      : undefined;
  };
  const found = steps();
  if (found !== undefined) return found;
  const called = given === undefined ? '' : ` with ${first!.rest.map(({ value }) => show(value)).join(', ')}`;
  report(`this operation${called} has no layer of TensorFlow.js; expected ${operationNames.join(', ')} or an activation function`);
  return [];
};

const activation = (name: string): readonly Step[] | undefined => {
  const known = renamedActivation(name);
  return known === undefined ? undefined : [{ className: 'Activation', config: { activation: known } }];
};
