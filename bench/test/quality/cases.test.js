import { describe, expect, it } from 'vitest';
import { readArguments } from '../../quality/arguments.js';
import { casesOf, namesOf, networks, plantSeeds, plants, roles } from '../../quality/cases.js';
import { openers } from '../../quality/networks/openers.js';

const [choosing, heldBack] = roles;

describe('cases', () => {
  it('have one role each: no name, plant, seed of plants or seeded network is in both', () => {
    const inBoth = (of) => of(choosing).filter((value) => of(heldBack).includes(value));
    expect(inBoth(namesOf)).toEqual([]);
    expect(inBoth((role) => plantSeeds[role])).toEqual([]);
    expect(inBoth((role) => Object.values(plants[role]).map((plant) => JSON.stringify(plant)))).toEqual([]);
    expect(inBoth((role) => Object.values(networks[role]).flatMap(({ opens, seeds }) => seeds.map((seed) => `${opens} ${seed}`)))).toEqual(
      [],
    );
  });

  it('have names and seeds that occur once, and networks that can be opened', () => {
    const all = roles.flatMap(casesOf);
    expect(new Set(all.map(({ name, seed }) => `${name} ${seed}`)).size).toBe(all.length);
    expect(all.map(({ role }) => role)).toEqual(expect.arrayContaining([choosing, heldBack]));
    for (const { kind, opens } of all) if (kind === 'network') expect(Object.keys(openers)).toContain(opens);
  });

  it('measure networks for choosing on the validation split, and those held back on the test split', () => {
    for (const role of roles) {
      const splits = casesOf(role).flatMap(({ split }) => split ?? []);
      expect(new Set(splits)).toEqual(new Set([role === choosing ? 'validation' : 'test']));
    }
  });
});

describe('arguments', () => {
  it('choose the cases for choosing by default', () => {
    expect(readArguments([])).toMatchObject({ role: 'choosing', names: namesOf('choosing'), settings: undefined });
    expect(readArguments([]).out).toMatch(/bench.quality.results\.json$/);
  });

  it('keep settings on trial apart from the results of defaults', () => {
    const [first, second] = ['{"samples":2}', '{"samples":4}'].map((set) => readArguments(['--set', set]));
    expect(first.settings).toEqual({ samples: 2 });
    expect(first.out).toMatch(/runs.quality.[0-9a-f]+\.json$/);
    expect(second.out).not.toBe(first.out);
  });

  it.each([
    [['--role', 'held-back', '--set', '{}'], 'settings are tried on cases for choosing alone'],
    [['--only', 'huge'], 'no case for choosing is called "huge"'],
    [['--role', 'test'], '--role is "test"; expected choosing or held-back'],
    [['--set', '[1]'], '--set is [1]; expected an object as JSON'],
    [['--sets', '{}'], "Unknown option '--sets'"],
  ])('%j are refused', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
