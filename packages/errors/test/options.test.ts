import { describe, expect, it } from 'vitest';
import { fillOptions, finiteNumber, oneOf, optional, type OptionKind, requireKnownOptions, requireOptions, wholeNumber } from '@dum/errors';

const refusal = (message: string) => expect.objectContaining({ name: 'DumError', code: 'bad-input', message }) as Error;

describe('requireKnownOptions', () => {
  const check = (options: unknown) => requireKnownOptions('who', options as { layers?: string; seed?: number }, ['layers', 'seed']);

  it('lets options through that are known, and none', () => {
    expect(() => check({ layers: 'a', seed: 1 })).not.toThrow();
    expect(() => check({})).not.toThrow();
  });

  it.each([
    ['a misspelt one', { layer: 'a' }, 'who: no option is called "layer"; did you mean "layers"?'],
    ['another', { colour: 1 }, 'who: no option is called "colour"; there are layers, seed'],
    ['a text', 'a', 'who: options is "a"; expected an object of layers, seed'],
    ['null', null, 'who: options is null; expected an object of layers, seed'],
    ['a list', [1], 'who: options is a list of 1; expected an object of layers, seed'],
  ])('refuses %s', (_, options, message) => {
    expect(() => check(options)).toThrow(refusal(message));
  });
});

describe('fillOptions', () => {
  it('gives what was given, and defaults where that is missing or undefined', () => {
    const given: { epochs?: number | undefined; seed?: number; signal?: string } = { epochs: undefined, signal: 'stop' };
    expect(fillOptions('who', { epochs: 8, seed: 1 }, given, ['signal'])).toEqual({ epochs: 8, seed: 1, signal: 'stop' });
  });

  it('refuses what is neither a default nor optional', () => {
    const misspelt = { epoch: 3 } as { epochs?: number };
    expect(() => fillOptions('who', { epochs: 8 }, misspelt, [])).toThrow(
      refusal('who: no option is called "epoch"; did you mean "epochs"?'),
    );
  });
});

describe('requireOptions', () => {
  const given = (value: unknown, kind: OptionKind) => () => requireOptions('who', { size: value }, { size: kind });

  it.each<[string, OptionKind, unknown[]]>([
    ['a whole number', wholeNumber(), [0, -3, 2 ** 52]],
    ['a whole number of at least 1', wholeNumber(1), [1, 7]],
    ['a whole number from 8 to 64', wholeNumber(8, 64), [8, 64]],
    ['a finite number', finiteNumber(), [0, -1.5]],
    ['a finite number above 0', finiteNumber({ above: 0 }), [1e-300, 5]],
    ['a finite number of at least 0 and below 1', finiteNumber({ atLeast: 0, below: 1 }), [0, 0.999]],
    ['a finite number above 0 and at most 1', finiteNumber({ above: 0, atMost: 1 }), [0.1, 1]],
    ['a number from 0 to 1', finiteNumber({ atLeast: 0, atMost: 1 }), [0, 0.5, 1]],
    ['a finite number of at most 1', finiteNumber({ atMost: 1 }), [-9, 1]],
    ['"channel" or "element"', oneOf(['channel', 'element']), ['channel', 'element']],
  ])('takes %s and nothing else', (expected, kind, right) => {
    expect(kind.expected).toBe(expected);
    for (const value of right) expect(given(value, kind)).not.toThrow();
    for (const value of [undefined, null, NaN, Infinity, '1', 'none', [1], {}, true]) {
      expect(given(value, kind), JSON.stringify(value)).toThrow(/^who: size is .*; expected /);
    }
  });

  it.each<[OptionKind, unknown[]]>([
    [wholeNumber(1), [0, 1.5, -1, 2 ** 53]],
    [wholeNumber(8, 64), [7, 65]],
    [finiteNumber({ above: 0, below: 1 }), [0, 1]],
    [finiteNumber({ atLeast: 0, atMost: 1 }), [-1e-9, 1.001]],
  ])('refuses values beside the limits: %#', (kind, wrong) => {
    for (const value of wrong) expect(given(value, kind), String(value)).toThrow(kind.expected);
  });

  it('names who, what came and what was expected, or the nearest of a few texts', () => {
    expect(given(4, wholeNumber(8, 64))).toThrow(refusal('who: size is 4; expected a whole number from 8 to 64'));
    expect(given('chanel', oneOf(['channel', 'element']))).toThrow(refusal('who: size is "chanel"; did you mean "channel"?'));
    expect(given(undefined, wholeNumber())).toThrow(refusal('who: size is missing; expected a whole number'));
  });

  it('lets an optional value be missing, but not null', () => {
    expect(given(undefined, optional(wholeNumber(1)))).not.toThrow();
    expect(given(null, optional(wholeNumber(1)))).toThrow('size is null');
  });

  it('looks at the values that it has kinds for only', () => {
    expect(() => requireOptions('who', { size: 1, colour: 'red' }, { size: wholeNumber(1) })).not.toThrow();
  });
});
