import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSubnetworks, saveSubnetworks } from '@dum/experiments/store';
import { ignoredLabel } from '@dum/datasets';
import { createMaskSet, ignoredClass, type Subnetwork } from '@dum/masks/mask-set';
import { temporaryFolder } from './_folder.js';

const network = 'ab'.repeat(32);

const subnetwork = (task: string): Subnetwork => ({
  task,
  status: 'found',
  masks: createMaskSet(network, [{ layer: 'dense_3', shape: [3], kept: [1, 0, 1] }]),
  readOut: { kind: 'new-head', classNames: ['rest', task], kernel: Float32Array.of(1, -1, 0.5, 0, 0.25, 2), bias: Float32Array.of(0, 1) },
  alpha: 1e-3,
  seed: 1,
  estimator: 'gumbelSigmoid',
  penalty: '0.001·Σσ(l)',
  classOf: [0, 1],
});

const codeOf = (run: Promise<unknown>): Promise<{ code: string; message: string }> =>
  run.then(
    () => expect.unreachable('it was accepted'),
    (error: unknown) => error as { code: string; message: string },
  );

describe('subnetworks in a file', () => {
  it('come back as they were, and give the same bytes', async () => {
    const file = join(temporaryFolder(), 'new', 'masks.json');
    const found = [subnetwork('cat'), subnetwork('dog')];
    await saveSubnetworks(file, found);
    const loaded = await loadSubnetworks(file, { network });
    expect(loaded).toEqual(found);
    const bytes = readFileSync(file);
    await saveSubnetworks(file, loaded);
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('have for a class of no task what data sets have for a sample of none', async () => {
    expect(ignoredClass).toBe(ignoredLabel);
    const file = join(temporaryFolder(), 'masks.json');
    await saveSubnetworks(file, [{ ...subnetwork('cat'), classOf: [0, ignoredLabel, 1] }]);
    expect(readFileSync(file, 'utf8')).toContain('"classOf":[0,null,1]');
    const [loaded] = await loadSubnetworks(file, { network });
    expect(loaded!.classOf).toEqual([0, ignoredLabel, 1]);
  });

  it('are refused for another network, and both fingerprints are named', async () => {
    const file = join(temporaryFolder(), 'masks.json');
    await saveSubnetworks(file, [subnetwork('cat')]);
    const { code, message } = await codeOf(loadSubnetworks(file, { network: 'cd'.repeat(32) }));
    expect(code).toBe('bad-input');
    expect(message).toContain('belong to another network');
    expect(message).toContain('abababababab');
    expect(message).toContain('cdcdcdcdcdcd');
  });

  it('are refused when the file is missing, a folder, no JSON or changed, and it is named', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'masks.json');
    await saveSubnetworks(file, [subnetwork('cat')]);
    const changed = join(folder, 'changed.json');
    writeFileSync(changed, readFileSync(file, 'utf8').replace('0.001', '0.002'));
    const text = join(folder, 'text.json');
    writeFileSync(text, 'masks');
    mkdirSync(join(folder, 'sub'));
    for (const path of [join(folder, 'none.json'), join(folder, 'sub'), join(file, 'below'), text, changed]) {
      const { code, message } = await codeOf(loadSubnetworks(path));
      expect([path, code]).toEqual([path, 'bad-input']);
      expect(message).toContain(path);
    }
  });
});
