import { DumError, objectWith, requireOptions, show } from '@dum/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.js';

/** A configuration of a run: plain JSON with its format and the format's version. */
export interface Keyed {
  readonly format: string;
  readonly version: number;
}

/**
 * The key of the results of a configuration: the SHA-256, in lower-case hexadecimal, of its {@link canonicalJson}.
 *
 * It depends on all fields of the configuration and on nothing else. The version is that of the format, so a new release of a package does
 * not change keys, and a new meaning of a field needs a new version. So a configuration must contain everything that determines a result,
 * such as the search, the fingerprint of the network, the data, the backend and the seed, and nothing else: no paths, command, threads or
 * times.
 *
 * @throws DumError 'bad-input' for a configuration without a format or a version, and as {@link canonicalJson} does
 *
 * @example
 * const key = contentKey({ format: 'my-trial', version: 1, search, network: fingerprint });
 * if ((await store.get(key)) === undefined) await store.putIfAbsent(key, await compute());
 */
export const contentKey = <Config extends Keyed>(config: Config): string => {
  requireOptions('contentKey', { config }, { config: objectWith('an object with its format and version', []) });
  const { format, version } = config;
  if (typeof format !== 'string' || format === '' || !Number.isSafeInteger(version) || version < 1)
    throw new DumError(
      'bad-input',
      `contentKey: the format is ${show(format)} and its version ${show(version)}; expected a name and a whole number of at least 1`,
    );
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(config))));
};
