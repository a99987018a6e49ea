import type Sharp from 'sharp';
import { DumError } from '@dum/errors';

/** Loads the package that decodes pictures, on first use. */
export const loadSharp = async (who: string): Promise<typeof Sharp> => {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new DumError(
      'bad-input',
      `${who}: pictures are decoded by the package "sharp", which can't be loaded; install it with: npm install sharp`,
      {
        cause,
      },
    );
  }
};
