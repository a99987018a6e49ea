import { sameBytes } from '../_same-bytes.js';
import { requireKey } from './require-key.js';
import type { Put, Store } from './store.js';

/**
 * Creates a {@link Store} in memory, for tests and for pages that keep nothing.
 *
 * @example
 * const store = memoryStore();
 * await store.putIfAbsent('a1b2', bytes); // 'added'
 */
export const memoryStore = ({ id = 'memory' }: { readonly id?: string } = {}): Store => {
  const artefacts = new Map<string, Uint8Array>();
  return {
    id,
    has: (key) => promise(() => artefacts.has(requireKey(`${who}: has`, key))),
    get: (key) => promise(() => artefacts.get(requireKey(`${who}: get`, key))?.slice()),
    putIfAbsent: (key, bytes) =>
      promise((): Put => {
        const kept = artefacts.get(requireKey(`${who}: putIfAbsent`, key));
        if (kept !== undefined) return sameBytes(kept, bytes) ? 'same' : 'different';
        artefacts.set(key, bytes.slice());
        return 'added';
      }),
    list: (prefix = '') => promise(() => [...artefacts.keys()].filter((key) => key.startsWith(prefix)).sort()),
  };
};

const who = 'memoryStore';

/** Runs work synchronously, and returns its result or error as a promise. */
const promise = <Result>(work: () => Result): Promise<Result> => new Promise((resolve) => resolve(work()));
