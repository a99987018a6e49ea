import { describe, expect, it } from 'vitest';
import { balancedAccuracyInterval } from '@dum/experiments';
import { againstChance } from '../../src/evidence/against-chance.js';
import { verdictOn } from '../../src/evidence/verdict.js';

it('chance is judged by rank, with the figure itself as one draw', () => {
  expect(againstChance(0.9, [0.7, 0.5, 0.95])).toEqual({
    drawn: [0.5, 0.7, 0.95],
    mean: expect.closeTo(2.15 / 3) as number,
    percentile: 2 / 3,
    p: 0.5,
  });
  expect(againstChance(0.9, new Array<number>(99).fill(0.5)).p).toBe(0.01);
});

describe('a verdict', () => {
  const figures = {
    found: 0.977,
    interval: { low: 0.97, high: 0.983 },
    keptUnits: 12,
    guessing: 0.5,
    wholeNetwork: 0.989,
    wholeNetworkInterval: { low: 0.984, high: 0.992 },
    chance: againstChance(0.977, new Array<number>(99).fill(0.868)),
    complement: 0.988,
    complementInterval: { low: 0.984, high: 0.991 },
    overlaps: [0.5, 0.3],
  };

  it('states both that a subnetwork beats chance and that the network can do without it', () => {
    expect(verdictOn(figures)).toEqual({
      sufficient: true,
      betterThanChance: true,
      necessary: false,
      stable: true,
      text: 'Sufficient: 97.7 % where a linear probe on all units gets 98.9 %. Better than chance: random masks of its sizes get 86.8 %, p = 0.01. Not necessary: the complement gets 98.8 %. Stable: masks of other seeds share 0.40 with it, on a scale where 0 is chance and 1 the same units.',
    });
  });

  it.each([
    ['sufficient', { found: 0.96 }, false],
    ['betterThanChance', { chance: againstChance(0.977, [0.9, 0.98]) }, false],
    ['necessary', { complement: 0.9, complementInterval: { low: 0.88, high: 0.92 } }, true],
    ['stable', { overlaps: [0.1, 0.2] }, false],
  ] as const)('turns where %s does', (rule, changed, expected) => {
    expect(verdictOn({ ...figures, ...changed })[rule]).toBe(expected);
  });
});

describe('a verdict where there is nothing to judge', () => {
  const scored = (hits: readonly [number, number], count: number) => {
    const confusion = hits.map((each, actual) => (actual === 0 ? [each, count - each] : [count - each, each]));
    return { figure: (hits[0] + hits[1]) / (2 * count), interval: balancedAccuracyInterval({ confusion }) };
  };
  const verdictOf = (
    found: ReturnType<typeof scored>,
    whole: ReturnType<typeof scored>,
    { keptUnits = 12, overlaps = [0.9, 0.8] }: { readonly keptUnits?: number; readonly overlaps?: readonly number[] } = {},
  ) => {
    // below guessing and its interval with it, as that of random labels may be: necessary by that rule alone
    const complement = scored([400, 400], 1000);
    return verdictOn({
      ...{ found: found.figure, interval: found.interval, keptUnits, guessing: 0.5, overlaps },
      ...{ wholeNetwork: whole.figure, wholeNetworkInterval: whole.interval },
      ...{ chance: againstChance(found.figure, new Array<number>(19).fill(found.figure)) },
      ...{ complement: complement.figure, complementInterval: complement.interval },
    });
  };
  const [constant, good, guessed] = [scored([1000, 0], 1000), scored([980, 970], 1000), scored([510, 505], 1000)];
  const nothing = { sufficient: false, necessary: false, stable: false };

  it('finds a good subnetwork sufficient, necessary and stable', () => {
    expect(verdictOf(good, good)).toMatchObject({ sufficient: true, necessary: true, stable: true });
  });

  it('finds nothing in a mask without a unit', () => {
    expect(verdictOf(constant, constant, { keptUnits: 0 })).toEqual({
      ...nothing,
      betterThanChance: false,
      text: 'Not sufficient, not necessary and not stable: it keeps no unit. Not better than chance: random masks of its sizes get 50.0 %, p = 1.',
    });
    expect(verdictOf(good, good, { keptUnits: 0 })).toMatchObject(nothing);
  });

  it('finds nothing where all units guess', () => {
    const verdict = verdictOf(guessed, guessed);
    expect(verdict).toMatchObject(nothing);
    expect(verdict.text).toContain(
      'there is nothing to find, since a linear probe on all units gets 50.7 % (48.6 to 52.9 %), which is not above guessing, 50.0 %.',
    );
    expect(verdictOf(good, guessed)).toMatchObject(nothing);
  });

  it('finds nothing in a mask that guesses', () => {
    const barely = scored([520, 525], 1000);
    expect(barely.interval.low).toBeGreaterThan(0.5);
    expect(verdictOf(barely, barely)).toMatchObject({ sufficient: true, necessary: true, stable: true });
    for (const found of [constant, guessed]) expect(verdictOf(found, barely)).toMatchObject(nothing);
    expect(verdictOf(constant, barely).text).toMatch(/^Not sufficient, not necessary and not stable: it gets 50\.0 % \(49\.8 to 50\.2 %\)/);
  });

  it('says nothing of stability without other seeds', () => {
    const verdict = verdictOf(constant, good, { overlaps: [] });
    expect(verdict.stable).toBeNull();
    expect(verdict.text).toMatch(/^Not sufficient and not necessary: /);
  });
});
