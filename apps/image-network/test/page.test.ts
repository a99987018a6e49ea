import { describe, expect, it } from 'vitest';
import type { Figure } from '../src/measure.js';
import { pageWith } from '../src/page.js';
import type { Results } from '../src/results.js';
import { settings } from '../src/settings.js';

const figure = (balancedAccuracy: number): Figure => ({ balancedAccuracy, low: balancedAccuracy - 0.02, high: balancedAccuracy + 0.02 });
const costs = (parameters: number) => ({ parameters, bytes: 4 * parameters, multiplyAdds: 100 * parameters });
const differences = { difference: 2e-6, largest: 2 };

const results: Results = {
  backend: 'wasm',
  settings: settings.photos,
  layers: [{ layer: 'leaky', channels: 8, kept: [4] }],
  tasks: [
    {
      task: 'dog',
      samples: { yes: 40, all: 100 },
      ...{ keptChannels: 4, maskedChannels: 8, learned: figure(0.9), whole: figure(0.92), taylor: figure(0.88), complement: figure(0.7) },
      random: { mean: 0.6, least: 0.55, greatest: 0.65, draws: 5 },
    },
  ],
  channels: [{ task: 'dog', layer: 'leaky', channel: 5, effect: 0.25, yes: 8, pictures: 9 }],
  cutOuts: [
    {
      task: 'dog',
      certificate: {
        ...{ before: costs(1_000_000), after: costs(250_000), outputs: differences, logits: differences },
        units: { before: 8, after: 4, masked: 4, dead: 0, unreachable: 0 },
      },
    },
  ],
  times: {
    'wasm in Node': [
      { name: 'whole', milliseconds: 20 },
      { name: 'dog', milliseconds: 5 },
    ],
  },
  searchMinutes: 10,
};

describe('pageWith', () => {
  const page = 'before\n<!-- tables of photos -->\n\nold\n\n<!-- end of photos -->\nafter';

  it('writes the tables between the marks of their data, and leaves the rest', () => {
    const text = pageWith(page, { photos: results });
    expect(text).toContain(
      '| dog | 40 of 100 | 92.0 (90.0 to 94.0) | 90.0 (88.0 to 92.0) | 88.0 (86.0 to 90.0) | 60.0 (55.0 to 65.0) | 70.0 (68.0 to 72.0) |',
    );
    expect(text).toContain('| dog | 250 k | 25.0 M | 5.0 | 1e-6 |');
    expect(text).toContain('| dog | 5 | +0.250 | 8 of 9: dog |');
    expect(text).toContain(
      '100 measured. Masks keep 4 of 8 channels (50.0 %), of the last 4 convolutions. Search and baseline took 10 minutes on wasm.',
    );
    expect(text).not.toContain('old');
    expect([text.startsWith('before\n'), text.endsWith('\nafter')]).toEqual([true, true]);
    expect(pageWith(text, { photos: results })).toBe(text);
  });

  it('refuses a page without the marks', () => {
    expect(() => pageWith(page, { 'cifar-10': results })).toThrow(/lacks the marks "<!-- tables of cifar-10 -->"/);
  });
});
