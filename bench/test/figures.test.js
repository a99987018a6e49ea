import { describe, expect, it } from 'vitest';
import { createFigures, median } from '../figures.js';
import { parts, shorten } from '../parts.js';

const run = (name, seconds, settings = {}) => ({ name, seconds, peakMemoryMB: 100, settings });

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 2, 9])).toBe(3);
  });
});

describe('createFigures', () => {
  it('divides medians over rounds, and lets two digits stand for ten', () => {
    const runs = [
      ...[10, 30, 20].map((seconds) => run('keras recipe', seconds, { digits: [3, 8], standsFor: 10 })),
      ...[1, 4, 2].map((seconds) => run('ours wasm', seconds, { digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] })),
    ];
    expect(createFigures(runs, {}).figures.tenDigitsKerasOverWasm).toBe((20 * 5) / 2);
  });

  it('takes the best batch of those that reached the accuracy in every round', () => {
    const runs = [
      run('keras network, batch 128', 8),
      run('keras network, batch 256', 4),
      run('ours wasm network, batch 128', 12),
      run('ours wasm network, batch 256', 1),
      run('ours wasm network, batch 256', null),
    ];
    expect(createFigures(runs, {}).figures.networkOverKerasWasm).toBe(3);
  });

  it('gives null and the reason for what was not measured', () => {
    const { figures, reasons } = createFigures([run('keras fit', 1)], { 'ours tensorflow fit': 'no library' });
    expect(figures.fitOverKerasTensorflow).toBeNull();
    expect(reasons.fitOverKerasTensorflow).toBe('ours tensorflow fit: no library');
    expect(reasons.fitOverKerasWasm).toBe('ours wasm fit: not run');
  });
});

describe('parts', () => {
  it('names every run once', () => {
    const names = Object.values(parts).flatMap((runs) => runs.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  it('have every run that a figure is made of', () => {
    const runs = Object.values(parts).flatMap((ofPart) => ofPart.map(({ name, settings }) => run(name, 1, settings)));
    expect(createFigures(runs, {}).reasons).toEqual({});
  });

  it('are shortened to few samples, and still stand for ten digits one by one', () => {
    const [keras] = parts.best;
    expect(shorten(keras).settings).toMatchObject({ samples: 2000, epochs: 1, digits: [3, 8], standsFor: 10 });
  });
});
