import { beforeAll, describe, expect, it } from 'vitest';
import { type Learned, runNames } from './_contract.js';
import { describeBackend, here, onCpu, otherOrder } from './_describe-backend.js';

describe('the contract', () => {
  let learned: Record<string, Learned>;
  beforeAll(async () => {
    learned = await onCpu();
  });

  it.each(runNames)('is about runs that learn: %s', (run) => {
    const { losses, values } = learned[run]!;
    expect(losses.every((loss) => loss > 0.1 && loss < 1.2)).toBe(true);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.3);
  });
});

describeBackend('cpu', here('cpu'), otherOrder);
describeBackend('wasm', here('wasm'), otherOrder);
