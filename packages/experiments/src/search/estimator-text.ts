import type { Estimator } from '@dum/masks';

/** The name of an estimator in results, with its parameters if it has any: `hardConcrete(gamma -0.1, zeta 1.1)`. */
export const estimatorText = ({ name, parameters = {} }: Estimator): string => {
  const given = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`);
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
};
