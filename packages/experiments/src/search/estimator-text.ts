import type { Estimator } from '@dum/masks';

/** An estimator as results name it, with its parameters where it has any: `hardConcrete(gamma -0.1, zeta 1.1)`. */
export const estimatorText = ({ name, parameters = {} }: Estimator): string => {
  const given = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`);
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
};
