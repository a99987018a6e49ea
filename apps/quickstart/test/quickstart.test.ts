import { describe, expect, it } from 'vitest';
import { quickstart } from '../src/quickstart.js';

describe('quickstart', () => {
  it('finds a zero by plain fit and in the short way, on a part of MNIST', async () => {
    const lines: string[] = [];
    const { plain, short } = await quickstart({ limit: 8000, epochs: 4, log: (line) => lines.push(line), clock: () => 0 });
    for (const { testAccuracy, balancedAccuracy, keptUnits } of [plain, short]) {
      expect(testAccuracy).toBeGreaterThan(0.92);
      expect(balancedAccuracy).toBeGreaterThan(0.93);
      expect(keptUnits).toBeLessThan(400);
      expect(keptUnits).toBeGreaterThan(0);
    }
    expect(lines.filter((line) => /^\d\. /.test(line))).toHaveLength(3);
    expect(lines.filter((line) => /test accuracy \d+\.\d\d %, balanced \d+\.\d\d %, \d+ of 400 units/.test(line))).toHaveLength(2);
  });
});
