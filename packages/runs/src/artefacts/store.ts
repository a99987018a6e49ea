/** The outcome of putting an artefact: it is new, the same bytes were there already, or other bytes are there and stay. */
export type Put = 'added' | 'same' | 'different';

/**
 * A store for results of runs: bytes by key. An artefact never changes.
 *
 * A key has 1 to 200 of `a-z`, `0-9`, `.`, `_` and `-`, begins with a letter or a digit and does not end with a dot, as those of
 * `contentKey` do; every function throws `bad-input` for another one.
 */
export interface Store {
  /** Identifies the store; a store that is moved or copied keeps it. */
  readonly id: string;
  /** Whether {@link Store.get} has bytes for the key. */
  has(key: string): Promise<boolean>;
  /** A copy of the bytes of an artefact; undefined if there is none. A damaged artefact counts as none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Stores bytes if there are none for the key. Of several writers, also in several processes, the first wins. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<Put>;
  /** The keys with a prefix, sorted by code units. Artefacts are not read, so damaged ones are listed too. */
  list(prefix?: string): Promise<string[]>;
}

/** A damaged artefact in a store. */
export interface Damage {
  readonly key: string;
  /** The new path of the damaged file. */
  readonly file: string;
  /** What is wrong with it. */
  readonly reason: string;
}
