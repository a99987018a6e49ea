import { describe, expect, it } from 'vitest';
import { DumError, exitCodes, nearest } from '@dum/errors';

describe('DumError', () => {
  it('keeps its code and its cause', () => {
    const cause = new Error('ENOENT');
    const error = new DumError('storage', 'saveNetwork: cannot write "x"', { cause });
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, cause: error.cause }).toEqual({ name: 'DumError', code: 'storage', cause });
    expect(exitCodes[error.code]).toBe(4);
  });
});

describe('nearest', () => {
  it('finds a misspelt word', () => {
    expect(nearest('expectedUnit', ['sumLogits', 'expectedUnits'])).toBe('expectedUnits');
  });

  it('suggests nothing when nothing is close', () => {
    expect(nearest('zebra', ['sumLogits', 'expectedUnits'])).toBeUndefined();
    expect(nearest('zebra', [])).toBeUndefined();
  });
});
