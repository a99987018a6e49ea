import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { inMemory } from '@dum/datasets';
import { describeInput, inputOf, mlp, networkOutputs } from '@dum/experiments';
import { loadNetwork, saveNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { temporaryFolder } from './_folder.js';

beforeAll(async () => {
  await useBackend('cpu');
});

const small = () => mlp({ inputs: 4, hidden: [5, 3], classes: 2, seed: 7 });

describe('a network that was saved', () => {
  it('is the same when it is loaded, in its weights, its answers and what it was trained on', async () => {
    const folder = join(temporaryFolder(), 'deep', 'network');
    const network = small();
    const input = { range: [0, 1] as [number, number], shape: [2, 2], classNames: ['cat', 'dog'] };
    describeInput(network, input);
    await saveNetwork(network, folder);
    const loaded = await loadNetwork(folder);
    expect(await fingerprintNetwork(loaded)).toBe(await fingerprintNetwork(network));
    expect(inputOf(loaded)).toEqual(input);
    const samples = { source: inMemory({ x: Float32Array.of(0.1, 0.9, -0.3, 0.5), sampleShape: [4] }) };
    expect(await networkOutputs(loaded, samples)).toEqual(await networkOutputs(network, samples));
  });

  it('may record what range it takes and not what its classes are', async () => {
    const folder = temporaryFolder();
    const network = small();
    describeInput(network, { range: [0, 255], shape: [4] });
    await saveNetwork(network, folder);
    expect(inputOf(await loadNetwork(folder))).toEqual({ range: [0, 255], shape: [4] });
  });

  it('is refused when one byte of its weights has changed', async () => {
    const folder = temporaryFolder();
    await saveNetwork(small(), folder);
    const weights = join(folder, readdirSync(folder).find((name) => name.endsWith('.bin'))!);
    const bytes = readFileSync(weights);
    bytes[10]! ^= 1;
    writeFileSync(weights, bytes);
    await expect(loadNetwork(folder)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is missed by name when there is none', async () => {
    const folder = join(temporaryFolder(), 'nothing');
    await expect(loadNetwork(folder)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(folder) as string });
  });

  it('cannot be put where a file stands', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'x');
    await expect(saveNetwork(small(), file)).rejects.toMatchObject({ code: 'storage' });
    expect(readFileSync(file, 'utf8')).toBe('x');
  });
});
