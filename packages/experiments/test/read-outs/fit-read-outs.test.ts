import { describe, expect, it } from 'vitest';
import { fitReadOuts } from '../../src/read-outs/fit-read-outs.js';

const count = 4000;
const columns = () => {
  const first = Float32Array.from({ length: count }, (_, row) => ((row * 37) % 101) / 50);
  const second = Float32Array.from({ length: count }, (_, row) => ((row * 53) % 89) * 10);
  return new Map([
    [1, first],
    [3, second],
  ]);
};

describe('fitReadOuts', () => {
  it('comes to where the gradient of the weighted loss vanishes, whatever the scale of a feature', async () => {
    const live = columns();
    const y = Uint8Array.from({ length: count }, (_, row) =>
      live.get(1)![row]! + live.get(3)![row]! / 400 + ((row * 7919) % 1000) / 500 > 2.4 ? 1 : 0,
    );
    const classWeights = [0.7, 1.9];
    const task = { classNames: ['rest', 'it'], classWeights, train: { y } };
    const [readOut] = await fitReadOuts([{ count, columns: live }], [task], { features: 5, epochs: 40, batchSize: 100, seed: 1 });
    const { kernel, bias } = readOut!;
    const gradient = [0, 0, 0];
    let scale = 0;
    for (let row = 0; row < count; row++) {
      const x = [live.get(1)![row]!, live.get(3)![row]!];
      const margin = bias[1]! - bias[0]! + x[0]! * (kernel[3]! - kernel[2]!) + x[1]! * (kernel[7]! - kernel[6]!);
      const error = classWeights[y[row]!]! * (1 / (1 + Math.exp(-margin)) - y[row]!);
      [x[0]!, x[1]! / 400, 1].forEach((value, at) => {
        gradient[at]! += (error * value) / count;
      });
      scale += Math.abs(error) / count;
    }
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(0.02 * scale);
    expect([0, 1, 4, 5, 8, 9].map((at) => kernel[at])).toEqual(new Array(6).fill(0));
  });

  it('does not depend on the other tasks, nor on how many classes they have', async () => {
    const live = { count, columns: columns() };
    const y = Uint8Array.from({ length: count }, (_, row) => row % 2);
    const two = { classNames: ['a', 'b'], classWeights: [1, 1], train: { y } };
    const three = { classNames: ['a', 'b', 'c'], classWeights: [1, 1, 1], train: { y: y.map((_, row) => row % 3) } };
    const options = { features: 5, epochs: 2, batchSize: 100, seed: 1 };
    const [alone] = await fitReadOuts([live], [two], options);
    const [together] = await fitReadOuts([live, live], [two, three], options);
    expect(together!.kernel).toBeAllclose(alone!.kernel, 1e-5);
    expect(together!.bias).toBeAllclose(alone!.bias, 1e-5);
  });
});
