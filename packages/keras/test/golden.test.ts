import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { parseKeras } from '@dum/keras';
import { type Golden, goldenFolder, importHere, savedAndLoaded, worstDifference } from './_import.js';

/** The small files of this repository, or a folder that make-large.py wrote. */
const byHand = process.env.DUM_KERAS_GOLDEN;
const folder = byHand ?? goldenFolder;
const files = readdirSync(folder).filter((name) => /\.(h5|keras)$/.test(name));

beforeAll(async () => {
  await useBackend('wasm');
});

describe('answers as Keras does, to 1e-4 of the largest answer', () => {
  it.each(files)('%s', async (file) => {
    const golden = JSON.parse(readFileSync(join(folder, file.replace(/\.(h5|keras)$/, '.json')), 'utf8')) as Golden;
    const bytes = readFileSync(join(folder, file));
    const network = await importHere(bytes, file);
    const worst = await worstDifference(network, golden);
    if (byHand === undefined) expect((await parseKeras(bytes)).kerasVersion).toBe(golden.keras);
    else console.log(`${file}: ${worst.toExponential(1)} of the largest`);
    expect(worst).toBeLessThan(1e-4);
    const saved = await savedAndLoaded(network);
    expect(await worstDifference(saved, golden)).toBe(worst);
    network.dispose();
    saved.dispose();
  });
});
