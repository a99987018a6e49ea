import { DumError, show } from '@dum/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.js';

/** A configuration of a run: plain JSON that names its format and the version of that. */
export interface Keyed {
  readonly format: string;
  readonly version: number;
}

/**
 * The name of what a configuration gives: the SHA-256, in lower-case hexadecimal, of its {@link canonicalJson}.
 *
 * All fields of the configuration are in it, and nothing else: the version is that of the format, so a new release of a package leaves
 * every key as it is, and a new meaning of a field takes a new version. A configuration therefore holds what decides a result, such as
 * the search, the fingerprint of the network, the data, the backend and the seed, and leaves out what does not: paths, the command,
 * threads, times.
 *
 * @throws DumError 'bad-input' for a configuration without a format or a version, and as {@link canonicalJson} does
 *
 * @example
 * const key = contentKey({ format: 'my-trial', version: 1, search, network: fingerprint });
 * if ((await store.get(key)) === undefined) await store.putIfAbsent(key, await compute());
 */
export const contentKey = <Config extends Keyed>(config: Config): string => {
  const { format, version } = config;
  if (typeof format !== 'string' || format === '' || !Number.isSafeInteger(version) || version < 1)
    throw new DumError(
      'bad-input',
      `contentKey: the format is ${show(format)} and its version ${show(version)}; expected a name and a whole number of at least 1`,
    );
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(config))));
};
