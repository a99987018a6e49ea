import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTrainingState, saveTrainingState } from '@dum/experiments/store';
import { temporaryFolder } from './_folder.js';

const values = (...numbers: number[]) => Float32Array.from(numbers);
const kept = {
  about: { settings: { network: 'mlp:3' }, seconds: 2.5 },
  state: {
    records: [{ epoch: 1, loss: 0.1 + 0.2, validationAccuracy: 0.9, validationBalancedAccuracy: 0.8 }],
    weights: [values(1e-45, 0.1, -0, 3e38), values(5), values(6, 7)],
    moments: { first: [values(1, 2, 3, 4), values(0.3)], second: [values(0, 1, 0, 1), values(9)] },
  },
};

it('keeps the state of a training exactly', async () => {
  const file = join(temporaryFolder(), 'deep', 'training.state');
  expect(await loadTrainingState(file)).toBeUndefined();
  await saveTrainingState(file, kept);
  expect(await loadTrainingState(file)).toEqual(kept);
  await saveTrainingState(file, { ...kept, about: 'another' });
  expect((await loadTrainingState(file))?.about).toBe('another');
});

it('refuses a file with a bit flipped, bytes missing or too many, or that is no state', async () => {
  const file = join(temporaryFolder(), 'training.state');
  await saveTrainingState(file, kept);
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at++) {
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 1 << (at % 8);
    for (const damaged of [flipped, whole.subarray(0, at)]) {
      writeFileSync(file, damaged);
      await expect(loadTrainingState(file)).rejects.toMatchObject({ code: 'bad-input' });
    }
  }
  for (const other of [Buffer.concat([whole, Buffer.of(0)]), Buffer.from('hello'), Buffer.from('hello\n{}\n')]) {
    writeFileSync(file, other);
    await expect(loadTrainingState(file)).rejects.toThrow('training.state is damaged or not a state of a training; remove it');
  }
});
