import { describe, expect, it } from 'vitest';
import { createMaskSet, type Subnetwork } from '@dum/masks';
import { groups } from '../src/groups.js';
import { sharedUnits } from '../src/shared-units.js';

const subnetwork = (task: string, kept: number[]): Subnetwork => ({
  task,
  status: 'found',
  masks: createMaskSet('0'.repeat(64), [{ layer: 'dense', shape: [kept.length], kept }]),
  readOut: { kind: 'new-head', classNames: ['rest', task], kernel: new Float32Array(2 * kept.length), bias: new Float32Array(2) },
  alpha: 1e-3,
  seed: 1,
  estimator: 'gumbelSigmoid',
  penalty: '0.001·Σσ(l)',
  classOf: [0, 1],
});

describe('sharedUnits', () => {
  it('counts what a digit shares with each group, beside chance', () => {
    const lines = sharedUnits([
      subnetwork('curved', [1, 1, 0, 0]),
      subnetwork('straight', [0, 1, 1, 1]),
      subnetwork('0', [1, 1, 0, 0]),
      subnetwork('1', [0, 0, 1, 0]),
    ]);
    expect(lines[1]!.split(/\s{2,}/)).toEqual(['digit', 'curved', 'chance', 'straight', 'chance']);
    expect(lines[2]!.split(/\s{2,}/)).toEqual(['0', '100 %', '50 %', '50 %', '75 %']);
    expect(lines[3]!.split(/\s{2,}/)).toEqual(['1', '0 %', '50 %', '100 %', '75 %']);
    expect(lines[4]).toBe('curved and straight share 25 % of the units that either keeps (IoU); by chance it would be about 46 %.');
  });
});

describe('groups', () => {
  it('runs on a little of MNIST and prints both tables', async () => {
    const lines: string[] = [];
    const subnetworks = await groups({ limit: 3000, epochs: 2, log: (line) => lines.push(line) });
    expect(subnetworks.map(({ task }) => task)).toEqual(['curved', 'straight', ...'0123456789']);
    expect(lines.filter((line) => /^(curved|straight|\d) +\d+ +\d+\.\d\d %/.test(line))).toHaveLength(12);
    expect(lines.at(-1)).toMatch(/^curved and straight share \d+ %/);
  });
});
