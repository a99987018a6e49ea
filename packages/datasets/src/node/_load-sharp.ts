import type Sharp from 'sharp';
import { DumError } from '@dum/errors';

/** The package that decodes pictures, loaded when the first of them is read. */
export const loadSharp = async (who: string): Promise<typeof Sharp> => {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new DumError(
      'bad-input',
      `${who}: pictures are decoded by the package "sharp", which can't be loaded; install it by: npm install sharp`,
      {
        cause,
      },
    );
  }
};
