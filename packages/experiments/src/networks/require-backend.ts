import { engine, getBackend } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';

/** Throws `bad-input` where TensorFlow.js has no backend to make weights on. */
export const requireBackend = (who: string): void => {
  const chosen: string | null | undefined = getBackend();
  if ((chosen ?? '') !== '' || Object.keys(engine().registryFactory).length > 0) return;
  throw new DumError('bad-input', `${who}: TensorFlow.js has no backend yet; call await useBackend() of @dum/backend first`);
};
