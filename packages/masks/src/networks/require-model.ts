import { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError, show } from '@dum/errors';

/**
 * Refuses what is no network with layers, such as a promise of one, what `insertMasks` gives, and a network that another copy of
 * TensorFlow.js made.
 *
 * @param who - The calling function, for the message.
 * @throws DumError 'bad-input', saying what came
 */
export const requireModel = (who: string, network: unknown): void => {
  const isModel = network instanceof LayersModel;
  if (isModel && (network.outputs as unknown[] | undefined)?.length) return;
  throw new DumError('bad-input', `${who}: ${described(network)} was given; ${advice(network)}`);
};

const isNamed = (value: unknown): value is { readonly name: string } =>
  typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string';

const described = (value: unknown): string => {
  if (isForeign(value)) return `${isNamed(value) ? `"${value.name}", ` : ''}a network of another copy of TensorFlow.js,`;
  if (isNamed(value)) return `"${value.name}", a ${value.constructor.name} without layers,`;
  if (value instanceof Promise) return `${show(value)},`;
  if (typeof value !== 'object' || value === null) return String(value);
  return 'network' in value ? 'an object that has a network' : 'an object without layers';
};

const advice = (value: unknown): string => {
  if (isForeign(value)) return 'install @tensorflow/tfjs-layers once, and import it from there alone (npm ls @tensorflow/tfjs-layers)';
  if (typeof value === 'object' && value !== null && 'network' in value) return 'expected the network itself, so give its network';
  return 'expected a LayersModel or a Sequential with at least one layer (a GraphModel has no layers)';
};

const isForeign = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof LayersModel) &&
  'layers' in value &&
  'outputs' in value &&
  typeof (value as { predict?: unknown }).predict === 'function';
