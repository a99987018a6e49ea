/** What became of an artefact that was put: it is new, the same bytes were there already, or other bytes are there and stay. */
export type Put = 'added' | 'same' | 'different';

/**
 * Where the results of runs are kept: bytes by key. An artefact never changes once it is there.
 *
 * A key has 1 to 200 of `a-z`, `0-9`, `.`, `_` and `-`, begins with a letter or a digit and does not end with a dot, as those of `contentKey` do;
 * every function throws `bad-input` for another one.
 */
export interface Store {
  /** What tells this store from others: a store that was moved or copied keeps it. */
  readonly id: string;
  /** Whether {@link Store.get} has bytes for the key. */
  has(key: string): Promise<boolean>;
  /** The bytes of an artefact, in a copy; undefined where there is none. A damaged artefact counts as none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keeps bytes where there are none: of several writers of one key, also in several processes, the first wins and its bytes stay. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<Put>;
  /** The keys that begin with a text, sorted by code units. Artefacts are not read, so a damaged one is still named. */
  list(prefix?: string): Promise<string[]>;
}

/** A damaged artefact that a store came upon. */
export interface Damage {
  readonly key: string;
  /** Where the damaged file lies now. */
  readonly file: string;
  /** What is wrong with it. */
  readonly reason: string;
}
