import { DumError } from '@dum/errors';

/** The fingerprints of two networks that must be the same. */
export interface Networks {
  /** Of the network that the masks were found in. */
  readonly masked: string;
  /** Of the given network. */
  readonly given: string;
}

/**
 * Refuses masks of a network other than the given one.
 *
 * @param who - The calling function, for the message.
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
    `${who}: ${what} belong to another network (fingerprint ${short(masked)}) than the one given (${short(given)}); use the network that they were found in`,
  );
};
