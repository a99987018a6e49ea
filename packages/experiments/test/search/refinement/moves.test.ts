import { describe, expect, it } from 'vitest';
import { countKept, flipped, jointMoves, type Tried } from '../../../src/search/refinement/moves.js';

const tried = (mask: number, unit: number, saves: number): Tried => ({ flip: { mask, unit }, saves });
const flipsOf = (...of: Tried[]) => of.map(({ flip }) => flip);

describe('moves of a mask', () => {
  it('flip the bits named, and leave the mask they start from alone', () => {
    const kept = [Uint8Array.of(1, 0), Uint8Array.of(0, 0, 1)];
    const flips = [
      { mask: 0, unit: 1 },
      { mask: 1, unit: 2 },
    ];
    expect(flipped(kept, flips)).toEqual([Uint8Array.of(1, 1), Uint8Array.of(0, 0, 0)]);
    expect(kept).toEqual([Uint8Array.of(1, 0), Uint8Array.of(0, 0, 1)]);
    expect([countKept(kept), countKept(flipped(kept, flips))]).toEqual([2, 2]);
  });

  it('join all flips that save, half of them, and the best one', () => {
    const [a, b, c, d] = [tried(0, 0, 0.1), tried(0, 1, 0.3), tried(1, 0, -0.2), tried(1, 1, 0.2)];
    expect(jointMoves([a, b], [c, d], Number.POSITIVE_INFINITY)).toEqual([flipsOf(b, d, a), flipsOf(b, d), flipsOf(b)]);
    expect(jointMoves([c], [c], Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it('pair each added unit with a dropped one where there is no room', () => {
    const [a, b] = [tried(0, 0, 0.3), tried(0, 1, 0.1)];
    const [c, d] = [tried(1, 0, -0.05), tried(1, 1, -0.2)];
    expect(jointMoves([b, a], [d, c], 0)).toEqual([flipsOf(a, c)]);
    expect(jointMoves([b, a], [d, c], 1)).toEqual([flipsOf(a, b, c), flipsOf(a)]);
    expect(jointMoves([a], [], 0)).toEqual([]);
  });
});
