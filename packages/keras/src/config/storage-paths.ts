import type { KerasLayer } from './keras-layer.js';

const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/**
 * Where a `.keras` archive stores the weights of the layers of one network: by class, numbered in the order of the layers, whatever
 * their names. Operations are not counted.
 */
export const storagePaths = (prefix: string): ((layer: KerasLayer) => string) => {
  const counted = new Map<string, number>();
  return ({ className, kind }) => {
    const name = snakeCase(className);
    const count = counted.get(name) ?? 0;
    if (kind !== 'operation' || className === 'TFOpLambda') counted.set(name, count + 1);
    return `${prefix}layers/${name}${count === 0 ? '' : `_${count}`}`;
  };
};
