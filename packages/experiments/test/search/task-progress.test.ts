import { describe, expect, it } from 'vitest';
import { TaskProgress } from '../../src/search/task-progress.js';

const layers = (logit: number) => [{ logits: Float32Array.of(logit, -1), kept: Uint8Array.of(logit > 0 ? 1 : 0, 0) }];
const figures = (validationLoss: number) => ({ loss: 1, validationLoss, validationAccuracy: 0.9, penalty: 0.5 });

describe('TaskProgress', () => {
  it('keeps the last epoch when there is no patience', () => {
    const progress = new TaskProgress('a', Number.POSITIVE_INFINITY);
    [1, 0.5, 2].forEach((loss, index) => void progress.record(index + 1, figures(loss), layers(index)));
    expect(progress.result()).toMatchObject({ epoch: 3, layers: layers(2) });
    expect(progress.isLearning).toBe(true);
  });

  it('keeps the best validation objective and stops when patience runs out', () => {
    const progress = new TaskProgress('a', 2);
    [1, 0.5, 0.6].forEach((loss, index) => void progress.record(index + 1, figures(loss), layers(index)));
    expect(progress.isLearning).toBe(true);
    progress.record(4, figures(0.7), layers(9));
    expect(progress.isLearning).toBe(false);
    progress.record(5, figures(0.1), layers(10));
    expect(progress.result()).toMatchObject({ epoch: 2, layers: layers(1) });
    expect(progress.result().history).toHaveLength(5);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e7])('has diverged, for good, at a loss of %d', (loss) => {
    const progress = new TaskProgress('a', Number.POSITIVE_INFINITY);
    progress.record(1, figures(0.5), layers(1));
    const record = progress.record(2, { ...figures(0.5), loss }, layers(1));
    expect(record).toMatchObject({ validationAccuracy: null, keptUnits: null });
    progress.record(3, figures(0.5), layers(1));
    expect(progress.result()).toMatchObject({ epoch: 2, layers: undefined });
  });

  it('has diverged when a logit has left all bounds', () => {
    const progress = new TaskProgress('a', Number.POSITIVE_INFINITY);
    progress.record(1, figures(0.5), layers(1e30));
    expect(progress.result().layers).toBeUndefined();
  });
});
