import { DumError } from '@dum/errors';

/** The fingerprints of two networks that must be one. */
export interface Networks {
  /** Of the network that the masks were found in. */
  readonly masked: string;
  /** Of the network given. */
  readonly given: string;
}

/**
 * Refuses masks of another network than the one given.
 *
 * @param who - The function that asks, for the message.
 * @param what - The masks, such as `the masks of "zero"`.
 * @throws DumError 'bad-input' unless the two fingerprints are the same; a fingerprint also changes with the weights
 *
 * @category For other packages
 */
export const requireNetwork = (who: string, what: string, { masked, given }: Networks): void => {
  if (masked === given) return;
  const short = (fingerprint: string) => `${fingerprint.slice(0, 12)}…`;
  throw new DumError(
    'bad-input',
    `${who}: ${what} belong to another network (fingerprint ${short(masked)}) than the one given (${short(given)}); take the network that they were found in`,
  );
};
