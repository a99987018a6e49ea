import { describe, expect, it } from 'vitest';
import type { Store } from '../artefacts/store.js';

/** A new store for one test. */
export interface StoreUnderTest {
  /** Opens the store. A second call returns another handle of the same store, as another process would have. */
  readonly open: () => Promise<Store>;
  /** Changes the stored bytes of a key; left out if the store has no medium that could be damaged. */
  readonly damage?: (key: string, change: (stored: Uint8Array) => Uint8Array) => Promise<void>;
}

const bytesOf = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

const refused = ['', '.', '..', '../a', 'a/b', 'a\\b', '/a', '.a', '-a', '_a', 'a.', 'A', 'ä', 'a b', 'a\0', 'a\n', 'c:a', 'a'.repeat(201)];

/**
 * The contract of a {@link Store}, as a suite of vitest tests.
 *
 * Bytes are returned unchanged, as a copy; the first bytes of a key stay; of several writers at once, on several handles, one wins; a
 * handle sees what another has put; keys are listed sorted; invalid keys are refused; a store keeps its id. For a store with a medium, an
 * artefact with a flipped bit or a missing byte counts as none and can be put again.
 *
 * @example
 * testStore('memoryStore', async () => { const store = memoryStore(); return { open: async () => store }; });
 */
export const testStore = (name: string, make: () => Promise<StoreUnderTest>): void => {
  const newStore = async (): Promise<Store> => (await make()).open();
  describe(`store ${name}`, () => {
    it('begins empty', async () => {
      const store = await newStore();
      expect([await store.has('a'), await store.get('a'), await store.list()]).toEqual([false, undefined, []]);
    });

    it('gives bytes back as they were put', async () => {
      const store = await newStore();
      const all = {
        empty: bytesOf(),
        zero: bytesOf(0),
        lines: bytesOf(10, 13, 10, 0, 255),
        long: Uint8Array.from({ length: 100_003 }, (_, at) => (at * 31) % 256),
        [`0${'a'.repeat(198)}z`]: bytesOf(1, 2, 3),
      };
      for (const [key, bytes] of Object.entries(all)) expect(await store.putIfAbsent(key, bytes)).toBe('added');
      for (const [key, bytes] of Object.entries(all)) expect([await store.has(key), await store.get(key)]).toEqual([true, bytes]);
    });

    it('shares no memory with those who use it', async () => {
      const store = await newStore();
      const bytes = bytesOf(1, 2, 3);
      await store.putIfAbsent('a', bytes);
      bytes.fill(9);
      (await store.get('a'))!.fill(8);
      expect(await store.get('a')).toEqual(bytesOf(1, 2, 3));
    });

    it('keeps the first bytes of a key, and reports whether others are the same', async () => {
      const store = await newStore();
      const outcomes = [];
      for (const bytes of [bytesOf(1, 2), bytesOf(1, 2), bytesOf(1, 3), bytesOf(1), bytesOf()])
        outcomes.push(await store.putIfAbsent('a', bytes));
      expect(outcomes).toEqual(['added', 'same', 'different', 'different', 'different']);
      expect(await store.get('a')).toEqual(bytesOf(1, 2));
    });

    it('lets one of several writers win, on several handles', async () => {
      const { open } = await make();
      const handles = await Promise.all(Array.from({ length: 4 }, open));
      for (const key of ['a', 'b', 'c']) {
        const puts = Array.from({ length: 16 }, (_, writer) => ({ writer, store: handles[writer % handles.length]! }));
        const outcomes = await Promise.all(puts.map(({ writer, store }) => store.putIfAbsent(key, new Uint8Array(1000).fill(writer))));
        expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'different')).toHaveLength(15);
        const winner = new Uint8Array(1000).fill(outcomes.indexOf('added'));
        for (const store of handles) expect(await store.get(key)).toEqual(winner);
      }
    });

    it('reports to every writer of the same bytes that they are kept', async () => {
      const { open } = await make();
      const handles = await Promise.all(Array.from({ length: 4 }, open));
      const outcomes = await Promise.all(
        handles.flatMap((store) => [store.putIfAbsent('a', bytesOf(7)), store.putIfAbsent('a', bytesOf(7))]),
      );
      expect(outcomes.sort()).toEqual(['added', ...Array.from({ length: 7 }, () => 'same')]);
    });

    it('is the same store for every handle', async () => {
      const { open } = await make();
      const [one, other] = await Promise.all([open(), open()]);
      expect(other.id).toBe(one.id);
      expect(one.id).not.toBe('');
      await one.putIfAbsent('a', bytesOf(5));
      expect([await other.has('a'), await other.get('a'), await other.list()]).toEqual([true, bytesOf(5), ['a']]);
    });

    it('lists keys sorted by code units, those that begin with a text', async () => {
      const store = await newStore();
      for (const key of ['b', 'a-2', 'a_1', 'a', 'a.x', '0', 'ab', 'a-10']) await store.putIfAbsent(key, bytesOf());
      expect(await store.list()).toEqual(['0', 'a', 'a-10', 'a-2', 'a.x', 'a_1', 'ab', 'b']);
      expect(await store.list('a-')).toEqual(['a-10', 'a-2']);
      expect(await store.list('x')).toEqual([]);
    });

    it.each(refused)('refuses the key %j', async (key) => {
      const store = await newStore();
      for (const use of [() => store.has(key), () => store.get(key), () => store.putIfAbsent(key, bytesOf(1))])
        await expect(use()).rejects.toMatchObject({ name: 'DumError', code: 'bad-input' });
      expect(await store.list()).toEqual([]);
    });

    it('counts a damaged artefact as none, and takes it again', async () => {
      const { open, damage } = await make();
      if (damage === undefined) return;
      const store = await open();
      const bytes = Uint8Array.from({ length: 40 }, (_, at) => at * 5);
      await store.putIfAbsent('a', bytes);
      let [length, place] = [1, 0];
      for (; place < length; place++) {
        const changes = [
          (stored: Uint8Array) => stored.map((byte, at) => (at === place ? byte ^ (1 << (place % 8)) : byte)),
          (stored: Uint8Array) => stored.subarray(0, place),
        ];
        for (const change of changes) {
          await damage('a', (stored) => {
            length = stored.length;
            return change(stored);
          });
          expect([await store.has('a'), await store.get('a')], `byte ${place}`).toEqual([false, undefined]);
          expect(await store.putIfAbsent('a', bytes)).toBe('added');
          expect(await store.get('a')).toEqual(bytes);
        }
      }
      expect(length).toBeGreaterThan(bytes.length);
    });
  });
};
