import { DumError } from '@dum/errors';

/**
 * Refuses masks of a network other than the given one.
 *
 * @param who - The calling function, for the message.
 * @param what - The masks, such as `the masks of "zero"`.
 * @param masked - The fingerprint of the network that the masks were found in; `given` is that of the network at hand.
 * @throws DumError 'bad-input' unless the two fingerprints are the same; a fingerprint also changes with the weights
 */
export const requireNetwork = (who: string, what: string, { masked, given }: { readonly masked: string; readonly given: string }): void => {
  if (masked === given) return;
  const short = (fingerprint: string) => `${fingerprint.slice(0, 12)}…`;
  throw new DumError(
    'bad-input',
    `${who}: ${what} belong to another network (fingerprint ${short(masked)}) than the one given (${short(given)}); use the network that they were found in`,
  );
};
